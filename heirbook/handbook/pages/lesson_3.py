"""Lesson 3 of five: what is a container."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.lessons import container_lesson
from heirbook.i18n import N_

PAGE = Page(
    title=N_("Lesson 3. What is a container"),
    purpose=N_("For you in your first week · 15 min · nothing can break: you only look"),
    order=11,
    group=N_("Taking over"),
)


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the page of the lesson."""
    yield PageOutput(
        "takeover/lessons/3-what-is-a-container.md",
        {"lesson": container_lesson(book_input)},
        depends_on=("fleet", "snapshot"),
    )
