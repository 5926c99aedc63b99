"""Whom to call: people in the order of calling, then providers with their contract numbers."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.accounts import account_rows
from heirbook.handbook.views.cut import cut
from heirbook.handbook.views.people import callers
from heirbook.i18n import N_

PAGE = Page(
    title=N_("Contacts"),
    purpose=N_("For you if you need somebody's help · 2 min · nothing can break"),
    order=32,
)
MOST_ROWS = 100


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the page of contacts."""
    accounts = sorted(account_rows(book_input), key=lambda row: row.id)
    yield PageOutput(
        "contacts.md",
        {
            "people": cut(callers(book_input), MOST_ROWS),
            "accounts": cut(accounts, MOST_ROWS),
        },
        depends_on=("fleet", "people"),
    )
