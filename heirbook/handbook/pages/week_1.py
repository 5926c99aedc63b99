"""The first week of somebody who takes over: keys, second logins, payments, one small restore."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.teaching import Command
from heirbook.handbook.views.cut import cut
from heirbook.handbook.views.takeover import (
    MOST_ROWS,
    canary,
    connections,
    first_accounts,
    restore_sample,
)
from heirbook.i18n import N_

PAGE = Page(
    title=N_("Week 1"),
    purpose=N_("For you in your first week · some hours · each step says what can break"),
    order=6,
    group=N_("Taking over"),
)


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the page of the first week."""
    first = canary(book_input)
    yield PageOutput(
        "takeover/week-1.md",
        {
            "canary": first,
            "login": Command(f"ssh {first}") if first else None,
            "leave": Command("exit", server=first) if first else None,
            "connections": cut(connections(book_input), MOST_ROWS),
            "accounts": first_accounts(book_input),
            "sample": restore_sample(book_input),
            "serve": Command("heirbook serve"),
        },
        depends_on=("fleet", "people", "snapshot"),
    )
