"""The addresses that people open: where each leads, and what it answered."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.phrases import STATES
from heirbook.handbook.views.changes import news
from heirbook.handbook.views.cut import cut
from heirbook.handbook.views.endpoints import endpoint_rows
from heirbook.i18n import N_

PAGE = Page(
    title=N_("Addresses"),
    purpose=N_("For you if an address does not open · 5 min · nothing can break by reading"),
    order=35,
)
MOST_ROWS = 150


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the page of addresses."""
    rows = endpoint_rows(book_input)
    sources = [s for s in book_input.snapshot.sources.values() if s.kind == "endpoints"]
    yield PageOutput(
        "endpoints/index.md",
        {
            "rows": cut((row for row in rows if row.relation.declared), MOST_ROWS),
            "others": cut((row for row in rows if row.relation.declared is None), MOST_ROWS),
            "routed": cut((row for row in rows if row.ways), MOST_ROWS),
            "asked_at": max((source.observed_at for source in sources), default=None),
            "states": STATES,
            "news": news(book_input, "source", "endpoints/here"),
        },
        depends_on=("fleet", "snapshot"),
    )
