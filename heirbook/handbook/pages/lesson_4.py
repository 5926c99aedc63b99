"""Lesson 4 of five: what is a pod."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.lessons import pod_lesson
from heirbook.i18n import N_

PAGE = Page(
    title=N_("Lesson 4. What is a pod"),
    purpose=N_("For you in your first week · 15 min · nothing can break: you only look"),
    order=12,
    group=N_("Taking over"),
)


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the page of the lesson."""
    yield PageOutput(
        "takeover/lessons/4-what-is-a-pod.md",
        {"lesson": pod_lesson(book_input)},
        depends_on=("fleet", "snapshot"),
    )
