"""The first month of somebody who takes over: decide, rotate, remove old keys, new cards, drill."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.cut import cut
from heirbook.handbook.views.takeover import (
    MOST_ROWS,
    card_keepers,
    decision_rows,
    operator_places,
)
from heirbook.i18n import N_

PAGE = Page(
    title=N_("Month 1"),
    purpose=N_("For you in your first month · some days · each step says what can break"),
    order=7,
    group=N_("Taking over"),
)


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the page of the first month."""
    people, operator = book_input.people.people, book_input.fleet.operator
    undecided = (row.name for row in decision_rows(book_input) if row.decision is None)
    yield PageOutput(
        "takeover/month-1.md",
        {
            "undecided": cut(undecided, MOST_ROWS),
            "secrets": len(book_input.secrets),
            "operator": people[operator].name if operator in people else operator,
            "key_places": cut(operator_places(book_input), MOST_ROWS),
            "keepers": card_keepers(book_input),
        },
        depends_on=("fleet", "people", "snapshot"),
    )
