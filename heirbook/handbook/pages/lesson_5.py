"""Lesson 5 of five: change one line."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.lessons import change_one_line
from heirbook.i18n import N_

PAGE = Page(
    title=N_("Lesson 5. Change one line"),
    purpose=N_("For you in your first week · 15 min · you change a copy of a file, nothing else"),
    order=13,
    group=N_("Taking over"),
)


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the page of the lesson."""
    yield PageOutput(
        "takeover/lessons/5-change-one-line.md",
        {"lesson": change_one_line(book_input)},
        depends_on=("fleet", "snapshot"),
    )
