"""How a site takes finished pages instead of making them: MkDocs only walks past them."""

from collections.abc import Collection

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from heirbook.site.job import SiteJob
from heirbook.site.page_memory import FinishedPage, PageMemory, SearchEntry, sha256_of
from heirbook.site.policy import with_policy
from heirbook.site.shared_digest import alternates, site_digest

_TEMPLATE = "kept.html"


class _WalkedPast(Page):
    """What MkDocs reads and renders in the place of a page that is finished."""

    def __init__(self) -> None:
        self.markdown = ""
        self.content = ""

    def read_source(self, config: MkDocsConfig) -> None:
        """Read nothing."""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Render nothing."""


class PageReuse:
    """The finished pages within one run of MkDocs."""

    def __init__(self, job: SiteJob, memory: PageMemory) -> None:
        self._job = job
        self._memory = memory
        self._files: dict[str, str] = {}
        self.clean: dict[str, str] = {}
        """Path below the site and SHA-256 of the finished pages that were taken."""

    @property
    def finished(self) -> Collection[str]:
        """Return the paths of the Markdown of the pages that were taken."""
        return self._memory.found

    def look(self, files: Files, config: MkDocsConfig, nav: Navigation) -> None:
        """Find the finished pages, before MkDocs reads any."""
        self._files = {file.dest_uri: file.src_uri for file in files}
        shared = site_digest(self._job, config, nav)
        for file in files.documentation_pages():
            if _is_rendered(file) and file.src_uri in self._job.pages:
                also = alternates(self._job, file.dest_uri)
                made_from = (shared, also, file.content_string)
                self._memory.look(file.src_uri, made_from, self._files)

    def walked_past(self, page: Page) -> Page:
        """Return the page, or what is read and rendered in its place when it is finished."""
        kept = self._memory.found.get(page.file.src_uri)
        if kept is None:
            return page
        page.title = kept.title  # pyright: ignore[reportAttributeAccessIssue]  MkDocs lets it be set
        page.markdown, page.content, page.meta = "", "", {"template": _TEMPLATE}
        return _WalkedPast()

    def entries(self, page: Page) -> list[SearchEntry] | None:
        """Return what a finished page adds to the search index; None for another page."""
        kept = self._memory.found.get(page.file.src_uri)
        return list(kept.entries) if kept is not None else None

    def html(self, page: Page, output: str, entries: list[SearchEntry]) -> str:
        """Return the page as it is published; one made anew is remembered."""
        path, place = page.file.src_uri, self._job.place
        if place is None:
            return output
        if path in self._memory.found:
            html = self._memory.finished(path, place)
            self.clean[page.file.dest_uri] = sha256_of(html)
            return html
        html = with_policy(output, self._job.policy) if self._job.policy else output
        fresh = FinishedPage(str(page.title), (html,), entries, {})
        self._memory.add(path, page.file.dest_uri, fresh, self._files)
        return self._memory.filled(html, place)


def _is_rendered(file: File) -> bool:
    return file.abs_src_path is None and file.inclusion is not InclusionLevel.EXCLUDED
