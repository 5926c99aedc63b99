"""What shall become of each service: permission to stop, written down by its owner."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.cut import cut
from heirbook.handbook.views.takeover import MOST_ROWS, decision_rows
from heirbook.i18n import N_

PAGE = Page(
    title=N_("Decisions"),
    purpose=N_("For you if you take over · 15 min · nothing can break by reading"),
    order=8,
    group=N_("Taking over"),
)


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the page of decisions."""
    rows = tuple(decision_rows(book_input))
    yield PageOutput(
        "takeover/decisions.md",
        {
            "rows": cut(rows, MOST_ROWS),
            "undecided": sum(1 for row in rows if row.decision is None),
        },
        depends_on=("fleet", "people"),
    )
