"""What changed since the edition before this one, in words."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.changed_decisions import changed_decisions
from heirbook.handbook.views.changes import (
    CHANGES_PAGE,
    COMMIT_LETTERS,
    change_groups,
    group_anchor,
)
from heirbook.handbook.views.cut import cut
from heirbook.i18n import N_

PAGE = Page(
    title=N_("What changed"),
    purpose=N_("For you if you know an older edition of this book · 5 min · nothing can break"),
    order=85,
)
MOST_DAMAGED = 20
MOST_DECISIONS = 40


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the page of changes."""
    past, decided = book_input.past, changed_decisions(book_input)
    yield PageOutput(
        CHANGES_PAGE,
        {
            "past": past,
            "count": len(past.changes),
            "commit": past.commit[:COMMIT_LETTERS] if past.commit else None,
            "as_of": book_input.snapshot.as_of,
            "groups": change_groups(book_input),
            "decisions": None if decided is None else cut(decided, MOST_DECISIONS),
            "group_anchor": group_anchor,
            "damaged": cut(past.damaged, MOST_DAMAGED),
        },
        depends_on=("fleet", "snapshot", "editions"),
    )
