"""The drill: somebody new, this book, one hour, and a sheet that says how it went."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.cut import cut
from heirbook.handbook.views.people import callers
from heirbook.handbook.views.takeover import drill_service
from heirbook.i18n import N_

PAGE = Page(
    title=N_("Drill"),
    purpose=N_("For two people, twice a year · 60 min · nothing can break: you only look"),
    order=84,
)
MOST_PEOPLE = 5


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the page of the drill."""
    successors = (c.person for c in callers(book_input) if "successor" in c.person.roles)
    yield PageOutput(
        "drill.md",
        {
            "successors": cut(successors, MOST_PEOPLE),
            "service": drill_service(book_input),
            "edition": book_input.edition,
            "as_of": book_input.snapshot.as_of,
        },
        depends_on=("fleet", "people", "editions"),
    )
