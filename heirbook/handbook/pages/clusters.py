"""All clusters, one line each: their pages are found here when the navigation is bounded."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.cluster_overview import cluster_line
from heirbook.i18n import N_

PAGE = Page(
    title=N_("All clusters"),
    purpose=N_("For you if you look for a cluster · 5 min · nothing can break by reading"),
    order=24,
    group=N_("Clusters"),
)


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the index of clusters, where there are any."""
    names = sorted(book_input.fleet.clusters)
    if names:
        yield PageOutput(
            "clusters/index.md",
            {"clusters": tuple(cluster_line(book_input, name) for name in names)},
            depends_on=("fleet", *(f"cluster/{name}" for name in names)),
        )
