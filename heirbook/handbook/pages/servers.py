"""All servers, one line each."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.overview import overview
from heirbook.i18n import N_

PAGE = Page(
    title=N_("All servers"),
    purpose=N_("For you if you look for a server · 5 min · nothing can break by reading"),
    order=20,
    group=N_("Servers"),
)


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the index of servers."""
    names = sorted(book_input.fleet.servers)
    yield PageOutput(
        "servers/index.md",
        {"servers": tuple(overview(book_input, name) for name in names)},
        depends_on=("fleet", *(f"server/{name}" for name in names)),
    )
