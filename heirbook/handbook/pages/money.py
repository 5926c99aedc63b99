"""Money: what is paid where, with which card, and when the next time is."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.accounts import account_rows
from heirbook.handbook.views.cut import cut
from heirbook.i18n import N_

PAGE = Page(
    title=N_("Money"),
    purpose=N_("For you if you take over the payments · 5 min · nothing can break by reading"),
    order=65,
)
MOST_ROWS = 100


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the page of payments; pointers only, never a number of a card."""
    rows = cut(account_rows(book_input), MOST_ROWS)
    yield PageOutput("money.md", {"rows": rows}, depends_on=("fleet", "people"))
