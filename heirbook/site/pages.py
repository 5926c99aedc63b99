"""The pages of a site: rendered ones and hand-written ones, which win, in the right language."""

import re
from collections.abc import Collection, Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel, get_files

from heirbook.site.job import Content
from heirbook.site.policy import Policy, with_policy

_TRANSLATED = re.compile(r"(?P<page>.+)\.(?P<language>[a-z]{2})\.md")


def choose_translations(
    files: Files, config: MkDocsConfig, language: str, known: Collection[str]
) -> None:
    """Let `x.lt.md` stand for `x.md` in the Lithuanian site, and leave it out of the others."""
    for file in list(files):
        found = _TRANSLATED.fullmatch(file.src_uri)
        if not found or found["language"] not in known:
            continue
        files.remove(file)
        if found["language"] == language:
            page = f"{found['page']}.md"
            if (other := files.get_file_from_path(page)) is not None:
                files.remove(other)
            files.append(_renamed(file, page, config))


def _renamed(file: File, path: str, config: MkDocsConfig) -> File:
    renamed = File.generated(config, path, abs_src_path=file.abs_src_path or "")
    renamed.inclusion = file.inclusion
    return renamed


def add_rendered(
    files: Files, config: MkDocsConfig, pages: Mapping[str, Content], policy: Policy | None
) -> tuple[str, ...]:
    """Add the rendered pages and return the paths at which a hand-written page stands instead."""
    replaced = []
    for path, content in pages.items():
        standing = files.get_file_from_path(path)
        if standing is not None and _is_handwritten(standing, config):
            replaced.append(path)
            continue
        if standing is not None:
            files.remove(standing)
        if policy is not None and path.endswith(".html") and isinstance(content, str):
            content = with_policy(content, policy)  # noqa: PLW2901  the page as it is published
        files.append(
            File.generated(config, path, content=content, inclusion=InclusionLevel.INCLUDED)
        )
    return tuple(sorted(replaced))


def _is_handwritten(file: File, config: MkDocsConfig) -> bool:
    """Return whether a file stands in the operator's `docs/` and was not excluded there."""
    own = file.abs_src_path is not None and Path(file.abs_src_path).is_relative_to(config.docs_dir)
    return own and file.inclusion is not InclusionLevel.EXCLUDED


def handwritten_in(config: MkDocsConfig, language: str, known: Collection[str]) -> tuple[str, ...]:
    """Return the paths that hand-written pages have in the site of one language."""
    found = set()
    for file in get_files(config):
        if file.is_documentation_page() and file.inclusion is not InclusionLevel.EXCLUDED:
            translated = _TRANSLATED.fullmatch(file.src_uri)
            if translated is None or translated["language"] not in known:
                found.add(file.src_uri)
            elif translated["language"] == language:
                found.add(f"{translated['page']}.md")
    return tuple(sorted(found))


def handwritten_pages(files: Files, config: MkDocsConfig) -> tuple[str, ...]:
    """Return the paths of the hand-written pages that are not excluded."""
    return tuple(
        sorted(
            file.src_uri
            for file in files
            if file.is_documentation_page() and _is_handwritten(file, config)
        )
    )


def page_sources(files: Files) -> dict[str, str]:
    """Return the Markdown of every page that will be built, by path."""
    return {
        file.src_uri: file.content_string
        for file in files
        if file.is_documentation_page() and file.inclusion is not InclusionLevel.EXCLUDED
    }
