"""Lesson 2 of five: read a log."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.lessons import log_lesson
from heirbook.i18n import N_

PAGE = Page(
    title=N_("Lesson 2. Read a log"),
    purpose=N_("For you in your first week · 15 min · nothing can break: you only look"),
    order=10,
    group=N_("Taking over"),
)


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the page of the lesson."""
    yield PageOutput(
        "takeover/lessons/2-read-a-log.md",
        {"lesson": log_lesson(book_input)},
        depends_on=("fleet", "snapshot"),
    )
