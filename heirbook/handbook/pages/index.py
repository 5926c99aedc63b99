"""The door of the book: where to go, what comes next, how old everything is."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.dates import coming
from heirbook.i18n import N_
from heirbook.inventory.people import Person

PAGE = Page(
    title=N_("Start"),
    purpose=N_("For you, whoever you are · 2 min · nothing can break by reading"),
    order=0,
)
NEAREST_DATES = 5
CALLED = ("operator", "successor", "helper")


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the start page."""
    fleet = book_input.fleet
    yield PageOutput(
        "index.md",
        {
            "as_of": book_input.snapshot.as_of,
            "has_snapshot": bool(book_input.snapshot.sources),
            "dates": coming(book_input, NEAREST_DATES),
            "people": _called(book_input),
            "servers": len(fleet.servers),
            "services": len(fleet.services),
        },
        heading=book_input.book_title,
        depends_on=("fleet", "people", "snapshot"),
    )


def _called(book_input: BookInput) -> tuple[Person, ...]:
    """Return the people to call, in that order: the operator, then successors, then helpers."""
    here = {name: one for name, one in book_input.people.people.items() if not one.left}
    order = {
        name: min(CALLED.index(role) for role in person.roles if role in CALLED)
        for name, person in here.items()
        if set(person.roles) & set(CALLED)
    }
    return tuple(here[name] for name in sorted(order, key=lambda name: (order[name], name)))
