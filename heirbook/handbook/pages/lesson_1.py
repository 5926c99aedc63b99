"""Lesson 1 of five: look around."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.lessons import look_around
from heirbook.i18n import N_

PAGE = Page(
    title=N_("Lesson 1. Look around"),
    purpose=N_("For you in your first week · 15 min · nothing can break: you only look"),
    order=9,
    group=N_("Taking over"),
)


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the page of the lesson."""
    yield PageOutput(
        "takeover/lessons/1-look-around.md",
        {"lesson": look_around(book_input)},
        depends_on=("fleet", "snapshot"),
    )
