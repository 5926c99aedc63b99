"""The door of the book: where to go, what comes next, how old everything is."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.dates import coming
from heirbook.handbook.views.people import callers
from heirbook.i18n import N_

PAGE = Page(
    title=N_("Start"),
    purpose=N_("For you, whoever you are · 2 min · nothing can break by reading"),
    order=0,
)
NEAREST_DATES = 5
CALLED = frozenset({"operator", "successor", "helper"})


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the start page."""
    fleet = book_input.fleet
    yield PageOutput(
        "index.md",
        {
            "as_of": book_input.snapshot.as_of,
            "has_snapshot": bool(book_input.snapshot.sources),
            "dates": coming(book_input, NEAREST_DATES),
            "people": tuple(c.person for c in callers(book_input) if set(c.person.roles) & CALLED),
            "servers": len(fleet.servers),
            "services": len(fleet.services),
        },
        heading=book_input.book_title,
        depends_on=("fleet", "people", "snapshot"),
    )
