"""The images that containers run, over all servers."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.aged import aged
from heirbook.handbook.views.cut import cut
from heirbook.handbook.views.images import image_rows
from heirbook.i18n import N_
from heirbook.inventory.container import Containers

PAGE = Page(
    title=N_("Images"),
    purpose=N_("For you if you update containers · 5 min · nothing can break by reading"),
    order=40,
)
MOST_ROWS = 150


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the page of images."""
    servers = sorted(book_input.fleet.servers)
    rows = image_rows(book_input)
    yield PageOutput(
        "images/index.md",
        {
            "rows": cut(rows, MOST_ROWS),
            "foreign": tuple(row for row in rows if row.is_foreign),
            "moved": tuple(row for row in rows if row.moved),
            "views": tuple(aged(book_input, name, Containers) for name in servers),
        },
        depends_on=("fleet", *(f"server/{name}" for name in servers)),
    )
