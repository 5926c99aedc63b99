"""The images that containers run, over all servers."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.aged import aged
from heirbook.handbook.views.cluster_images import cluster_image_rows, several_contents
from heirbook.handbook.views.cut import cut
from heirbook.handbook.views.earlier_images import earlier_images
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
    rows, clusters = image_rows(book_input), cluster_image_rows(book_input)
    yield PageOutput(
        "images/index.md",
        {
            "rows": cut(rows, MOST_ROWS),
            "foreign": tuple(row for row in rows if row.is_foreign),
            "moved": tuple(row for row in rows if row.moved),
            "has_clusters": bool(book_input.fleet.clusters),
            "cluster_rows": cut(clusters, MOST_ROWS),
            "several": several_contents(clusters),
            "cluster_foreign": tuple(row for row in clusters if row.foreign),
            "earlier": earlier_images(book_input),
            "note": book_input.past.note,
            "views": tuple(aged(book_input, name, Containers) for name in servers),
        },
        depends_on=(
            "fleet",
            *(f"server/{name}" for name in servers),
            *(f"cluster/{name}" for name in sorted(book_input.fleet.clusters)),
        ),
    )
