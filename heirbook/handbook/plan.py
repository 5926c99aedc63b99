"""Which files a book will have: every page asked for its outputs, in the order of navigation."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import cast

from heirbook.discovery import Unit, units
from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput

PAGES = "heirbook.handbook.pages"
LONGEST_PATH = 120
MOST_FOLDERS = 2


@dataclass(frozen=True)
class Planned:
    """One file that will be rendered, with the page it belongs to."""

    page_id: str
    page: Page
    output: PageOutput

    @property
    def template(self) -> str:
        """Return the name of the template that the file is made with."""
        return self.output.template or f"{self.page_id}.md.j2"


@cache
def pages() -> tuple[Unit[Page], ...]:
    """Return all pages in the order of navigation."""
    found = units(PAGES, "PAGE", Page)
    return tuple(sorted(found, key=lambda unit: (unit.value.order, unit.id)))


def planned(book_input: BookInput, *, last: bool | None = None) -> tuple[Planned, ...]:
    """Return the files of a book, or only those of pages that do or do not come last.

    Raises:
        ValueError: when two pages would write one path or a path is not fit for a book.
    """
    chosen = tuple(
        Planned(unit.id, unit.value, output)
        for unit in pages()
        if last is None or unit.value.last is last
        for output in _outputs(unit, book_input)
    )
    _check(plan.output.path for plan in chosen)
    return chosen


def _outputs(unit: Unit[Page], book_input: BookInput) -> Iterable[PageOutput]:
    return cast("Iterable[PageOutput]", unit.module.build(book_input))


def _check(paths: Iterable[str]) -> None:
    """Raise for paths that a file system, a browser or another page would not bear."""
    taken: set[str] = set()
    for path in paths:
        parts = path.split("/")
        unfit = (
            len(path) > LONGEST_PATH
            or len(parts) - 1 > MOST_FOLDERS
            or any(part in ("", ".", "..") for part in parts)
            or path.casefold() in taken
        )
        if unfit:
            message = f"a page must not be written to {path!r}"
            raise ValueError(message)
        taken.add(path.casefold())
