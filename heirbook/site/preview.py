"""The site of a workspace as it stands now, for a plain `mkdocs build` or `serve`."""

from collections.abc import Collection
from dataclasses import replace

from mkdocs.config.defaults import MkDocsConfig

from heirbook.handbook.render import navigation, render
from heirbook.site.input import load_book_input
from heirbook.site.job import SiteJob
from heirbook.site.pages import handwritten_in
from heirbook.workspace import Workspace


def preview_job(
    workspace: Workspace, config: MkDocsConfig, language: str, known: Collection[str]
) -> SiteJob:
    """Return what the workspace's site is built from, in one language and outside of any edition.

    Raises:
        WorkspaceError: when the workspace has problems.
    """
    book_input = replace(
        load_book_input(workspace, config.site_name),
        handwritten=handwritten_in(config, language, known),
    )
    return SiteJob(
        pages=render(book_input, language),
        navigation=navigation(book_input, language),
        language=language,
        roots={language: ""},
    )
