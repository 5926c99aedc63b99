"""The first hour of somebody who takes over: seven steps, and nothing has to happen today."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.cut import cut
from heirbook.handbook.views.endpoints import endpoint_rows
from heirbook.handbook.views.people import callers
from heirbook.handbook.views.takeover import card_keepers, nearest, past, untils
from heirbook.i18n import N_

PAGE = Page(
    title=N_("Day 0"),
    purpose=N_("For you if you take over today · 60 min · nothing can break"),
    order=5,
    group=N_("Taking over"),
)
MOST_ADDRESSES = 20
MOST_PEOPLE = 5


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the page of day 0."""
    rows = (row for row in endpoint_rows(book_input) if row.relation.declared)
    yield PageOutput(
        "takeover/day-0.md",
        {
            "as_of": book_input.snapshot.as_of,
            "untils": untils(book_input),
            "nearest": nearest(book_input),
            "past": past(book_input),
            "rows": cut(rows, MOST_ADDRESSES),
            "people": cut((one.person for one in callers(book_input)), MOST_PEOPLE),
            "keepers": card_keepers(book_input),
        },
        depends_on=("fleet", "people", "snapshot"),
    )
