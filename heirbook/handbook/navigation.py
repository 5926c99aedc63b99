"""The navigation of a book, bounded: the theme copies all of it into every page."""

from typing import TypeAlias

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.languages import catalogue
from heirbook.handbook.plan import Planned, planned
from heirbook.handbook.writer import Book, Writer

MOST_ENTRIES = 150
Entry: TypeAlias = dict[str, "str | list[Entry]"]


def navigation(book_input: BookInput, language: str) -> list[Entry]:
    """Return the navigation as MkDocs takes it: titles to paths, groups to lists.

    Above 150 entries pages of single objects are left out and the indexes stay.
    """
    writer = Writer(Book(catalogue(language), frozenset()), "index.md")
    chosen = [plan for plan in planned(book_input) if _belongs(plan)]
    if len(chosen) > MOST_ENTRIES:
        chosen = [plan for plan in chosen if not _is_single(plan) or plan.output.path == "index.md"]
    top: list[Entry] = []
    groups: dict[str, list[Entry]] = {}
    for plan in chosen[:MOST_ENTRIES]:
        entry: Entry = {_title(plan, writer): plan.output.path}
        if not plan.page.group:
            top.append(entry)
            continue
        if plan.page.group not in groups:
            groups[plan.page.group] = []
            top.append({str(writer.t(plan.page.group)): groups[plan.page.group]})
        groups[plan.page.group].append(entry)
    return top


def _belongs(plan: Planned) -> bool:
    return plan.output.path.endswith(".md") and plan.output.in_navigation


def _title(plan: Planned, writer: Writer) -> str:
    """Return a title of plain letters: MkDocs prints it as it is."""
    if _is_single(plan) and plan.output.path != "index.md":
        return writer.plain_heading(plan.output.heading_in(writer.book.catalogue.language))
    return str(writer.t(plan.page.title))


def _is_single(plan: Planned) -> bool:
    """Return whether it is one page of a family, with a name of its own."""
    return bool(plan.output.heading or plan.output.headings)
