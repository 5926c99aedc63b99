"""The book about itself: what it was made from, how to check it, how to make it again."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.phrases import STATES
from heirbook.i18n import N_

PAGE = Page(
    title=N_("About this book"),
    purpose=N_("For you if you wonder whether to trust this book · 5 min · nothing can break"),
    order=95,
)


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the page about the book."""
    sources = book_input.snapshot.sources
    yield PageOutput(
        "about.md",
        {
            "edition": book_input.edition,
            "as_of": book_input.snapshot.as_of,
            "sources": tuple(sources[name] for name in sorted(sources)),
            "states": STATES,
            "editions": book_input.editions,
            "handwritten": tuple(sorted(book_input.handwritten)),
            "digests": tuple(sorted(book_input.digests.items())),
            "tool_version": book_input.tool_version,
        },
        depends_on=("snapshot", "editions", "handwritten", "digests"),
    )
