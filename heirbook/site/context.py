"""What heirbook's templates know of a page: its edition, its other languages, its navigation."""

import posixpath
from dataclasses import dataclass

from babel import Locale
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from heirbook.handbook.languages import catalogue
from heirbook.i18n import N_
from heirbook.site.job import SiteJob
from heirbook.site.navigation import NavigationDrawing

_WORDS = {
    "edition": N_("Edition"),
    "facts_of": N_("The facts in this book are of"),
    "old_edition": N_("You are reading an old edition. The newest is"),
    "language": N_("This page in another language"),
}
_AGE = (N_("This book is {count} day old."), N_("This book is {count} days old."))
_FORMS = (1, 2, 10)
"""Numbers that ask for each plural form: of English two, of Lithuanian three."""


@dataclass(frozen=True)
class LanguageLink:
    """The same page in another language, or that language's start page."""

    language: str
    name: str
    url: str


class PageContext:
    """What the templates of one site read as `heirbook`."""

    def __init__(self, job: SiteJob, drawing: NavigationDrawing) -> None:
        self._job = job
        self._drawing = drawing
        texts = catalogue(job.language)
        self.place = job.memory.marked(job.place) if job.memory and job.place else job.place
        self.language = job.language
        self.words = {name: texts.text(message) for name, message in _WORDS.items()}
        self.age_forms = tuple(
            texts.plural(*_AGE, count).replace("{count}", "#") for count in _FORMS
        )

    def navigation(self, page: Page | None, base_url: str) -> str:
        """Return the list of the navigation's entries as seen from a page."""
        return self._drawing.draw(page, base_url)

    def languages(self, page: Page | None) -> tuple[LanguageLink, ...]:
        """Return the links to this page in the book's other languages."""
        return tuple(
            LanguageLink(language, language_name(language), self._url(language, page))
            for language in self._job.roots
            if language != self._job.language
        )

    def _url(self, language: str, page: Page | None) -> str:
        site = self._job.roots[self._job.language]
        path = page.url if page is not None else "index.html"
        there = self._job.other_pages.get(language, frozenset())
        wanted = path if path in there else "index.html"
        here = posixpath.join(site, path)
        return get_relative_url(posixpath.join(self._job.roots[language], wanted), here)

    def root(self, base_url: str) -> str:
        """Return the way from a page to the folder of editions, or nothing outside of a book."""
        return f"{base_url}/{self.place.root}" if self.place else ""


def language_name(language: str) -> str:
    """Return what a language calls itself: `lietuvių`."""
    return str(Locale.parse(language).display_name or language)
