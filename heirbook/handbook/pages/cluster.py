"""One cluster: its nodes, what is installed there, who may do everything, what was not read."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.aged import subject
from heirbook.handbook.views.cluster_names import cluster_path
from heirbook.handbook.views.whole_cluster import cluster_context
from heirbook.i18n import N_

PAGE = Page(
    title=N_("Cluster"),
    purpose=N_("For you if you look after this cluster · 10 min · nothing can break by reading"),
    order=25,
    group=N_("Clusters"),
)


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield a page for each declared cluster."""
    for name in sorted(book_input.fleet.clusters):
        yield PageOutput(
            cluster_path(name),
            cluster_context(book_input, name),
            heading=name,
            subject=subject("cluster", name),
            depends_on=(f"cluster/{name}", "fleet"),
        )
