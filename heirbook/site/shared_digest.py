"""One digest over what decides how every page of a site looks, and how the gates judge it."""

import hashlib
import json
import logging
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page

from heirbook.redaction.gate import Terms
from heirbook.site.job import SiteJob
from heirbook.site.reference import Reference

_PROGRAMS = (
    *("mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "jinja2", "pygments"),
    *("babel", "pyyaml", "detect-secrets"),
)
_PLUGINS = frozenset({"heirbook", "search", "offline", "material/search", "material/offline"})
_OUTSIDE = ("INHERIT", "!ENV", "!relative")
"""With these in `mkdocs.yml` its bytes do not say what it means."""


def may_remember(config: MkDocsConfig) -> bool:
    """Return whether pages depend on nothing but what the digests here take in."""
    text = Path(config.config_file_path).read_text("utf-8")
    return (
        _PLUGINS.issuperset(config.plugins)
        and config.validation.links.anchors <= logging.INFO
        and not any(word in text for word in _OUTSIDE)
    )


def shared_digest(config: MkDocsConfig, terms: Terms, reference: Reference) -> bytes:
    """Return the digest of programs, settings, the operator's own theme files and the gates."""
    whole = hashlib.sha256(_programs())
    own = config.theme.custom_dir
    _add(whole, "settings", Path(config.config_file_path).read_bytes())
    if own:
        for file in _files(Path(own)):
            _add(whole, file.relative_to(own).as_posix(), file.read_bytes())
    tags = {name: sorted(attributes) for name, attributes in reference.tags.items()}
    listed = sorted(terms.denylist.labels) if terms.denylist else []
    judged = [tags, reference.policy.text(), listed]
    _add(whole, "gates", json.dumps(judged, sort_keys=True).encode())
    return whole.digest()


def site_digest(job: SiteJob, config: MkDocsConfig, navigation: Navigation) -> str:
    """Return the digest of what the pages of one site share: language, navigation, styles."""
    place = job.place.root if job.place else None
    parts = [
        *(
            job.language,
            job.roots,
            place,
            config.extra_css,
            list(map(str, config.extra_javascript)),
        ),
        list(_entries(navigation.items)),
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def alternates(job: SiteJob, url: str) -> str:
    """Return the other languages in which a page exists."""
    return " ".join(sorted(code for code, there in job.other_pages.items() if url in there))


def _entries(items: list[StructureItem]) -> Iterator[object]:
    for item in items:
        match item:
            case Section():
                yield [item.title, list(_entries(item.children))]
            case Page():
                # one without a title is called by its heading, which is not read yet
                yield [item.url, item.title or item.file.content_string]
            case Link():
                yield [item.url, item.title]


@cache
def _programs() -> bytes:
    whole = hashlib.sha256(sys.version.encode())
    for name in _PROGRAMS:
        _add(whole, name, version(name).encode())
    package = Path(str(files("heirbook")))
    for file in _files(package):
        if "__pycache__" not in file.parts:
            _add(whole, file.relative_to(package).as_posix(), file.read_bytes())
    return whole.digest()


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def _add(whole: "hashlib._Hash", name: str, content: bytes) -> None:
    whole.update(f"{name}\0{len(content)}\0".encode())
    whole.update(content)
