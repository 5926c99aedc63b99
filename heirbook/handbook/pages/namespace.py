"""One namespace of a cluster: workloads, routes, who answers, storage, jobs, needed secrets."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.aged import subject
from heirbook.handbook.views.cluster_names import cluster_source, namespace_path
from heirbook.handbook.views.cluster_parts import parts_by_namespace
from heirbook.handbook.views.whole_namespace import namespace_context
from heirbook.i18n import N_

PAGE = Page(
    title=N_("Namespace"),
    purpose=N_("For you if you look after what runs here · 10 min · nothing can break by reading"),
    order=26,
    group=N_("Clusters"),
)


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield a page for each namespace that was seen; they are reached from their cluster's."""
    for cluster in sorted(book_input.fleet.clusters):
        source = cluster_source(book_input, cluster)
        found = parts_by_namespace(source) if source else {}
        for namespace, parts in found.items():
            yield PageOutput(
                namespace_path(cluster, namespace),
                namespace_context(book_input, cluster, namespace, parts),
                heading=namespace,
                subject=subject("cluster", cluster),
                depends_on=(f"cluster/{cluster}", "fleet"),
                in_navigation=False,
            )
