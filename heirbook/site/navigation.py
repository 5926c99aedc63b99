"""The navigation: what enters it, and its HTML, drawn bounded and once a page."""

import re
from collections.abc import Iterator, Sequence
from html import escape, unescape
from pathlib import PurePosixPath

from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from heirbook.handbook.languages import catalogue
from heirbook.i18n import N_
from heirbook.site.job import NavEntry

WHOLE = 40
"""Up to so many pages all sections are printed into every page; above, only the one it is in."""

_TAG = re.compile(r"<[^>]*>")
_ITEM = "md-nav__item"


def with_notes(entries: Sequence[NavEntry], pages: Sequence[str], title: str) -> list[NavEntry]:
    """Return the navigation with the pages that no entry names below one more entry, sorted."""
    named = set(_paths(entries))
    notes = sorted(page for page in pages if page not in named)
    return [*entries, {title: [_note(page) for page in notes]}] if notes else list(entries)


def notes_title(language: str) -> str:
    """Return what the entry above hand-written pages is called."""
    return catalogue(language).text(N_("Notes"))


def _note(page: str) -> NavEntry:
    return page


def _paths(entry: NavEntry) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    elif isinstance(entry, dict):
        for value in entry.values():
            yield from _paths(value)
    else:
        for value in entry:
            yield from _paths(value)


def plain_title(title: str | None) -> str:
    """Return a title as text for HTML, whatever markup it came with."""
    return escape(unescape(_TAG.sub("", title or "")), quote=True)


class NavigationDrawing:
    """Draws the navigation of one site; the theme's template for it costs more than the page."""

    def __init__(self, navigation: Navigation) -> None:
        self._navigation = navigation
        self._whole = len(navigation.pages) <= WHOLE

    def draw(self, page: Page | None, base_url: str) -> str:
        """Return the list of entries as seen from a page."""
        here = page.url if page is not None else f"{base_url}/"
        return self._entries(self._navigation.items, here, "__nav", 1)

    def _entries(self, items: Sequence[StructureItem], here: str, path: str, level: int) -> str:
        return "".join(
            self._section(item, here, f"{path}_{number}", level)
            if isinstance(item, Section)
            else self._page(item, here)
            if isinstance(item, Page | Link)
            else ""
            for number, item in enumerate(items, start=1)
        )

    def _page(self, item: Page | Link, here: str) -> str:
        state = f" {_ITEM}--active" if item.active else ""
        link = " md-nav__link--active" if item.active else ""
        title = plain_title(str(item.title) if item.title else None)
        return (
            f'<li class="{_ITEM}{state}"><a href="{_link(item.url, here)}" '
            f'class="md-nav__link{link}"><span class="md-ellipsis">{title}</span></a></li>'
        )

    def _section(self, item: Section, here: str, path: str, level: int) -> str:
        title = plain_title(item.title)
        if not (self._whole or item.active):
            return (
                f'<li class="{_ITEM} {_ITEM}--pruned {_ITEM}--nested">'
                f'<a href="{_link(_first_url(item), here)}" class="md-nav__link">'
                f'<span class="md-ellipsis">{title}</span>'
                '<span class="md-nav__icon md-icon"></span></a></li>'
            )
        state, checked, open_ = (
            (f" {_ITEM}--active", " checked", "true") if item.active else ("", "", "false")
        )
        return (
            f'<li class="{_ITEM}{state} {_ITEM}--nested">'
            f'<input class="md-nav__toggle md-toggle" type="checkbox" id="{path}"{checked}>'
            f'<label class="md-nav__link" for="{path}" id="{path}_label" tabindex="0">'
            f'<span class="md-ellipsis">{title}</span>'
            '<span class="md-nav__icon md-icon"></span></label>'
            f'<nav class="md-nav" data-md-level="{level}" aria-labelledby="{path}_label" '
            f'aria-expanded="{open_}"><label class="md-nav__title" for="{path}">'
            f'<span class="md-nav__icon md-icon"></span>{title}</label>'
            f'<ul class="md-nav__list" data-md-scrollfix>'
            f"{self._entries(item.children, here, path, level + 1)}</ul></nav></li>"
        )


def _first_url(item: StructureItem) -> str:
    """Return where a section without entries of its own leads: to its first page."""
    if isinstance(item, Section):
        return _first_url(item.children[0]) if item.children else ""
    return item.url if isinstance(item, Page | Link) else ""


def _link(url: str, here: str) -> str:
    return escape(get_relative_url(url, here), quote=True)


def folder_depth(path: str) -> int:
    """Return how many folders a page stands below its site's root."""
    return len(PurePosixPath(path).parts) - 1
