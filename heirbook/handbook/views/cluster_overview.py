"""A cluster in one line: what the index of clusters shows of it."""

from dataclasses import dataclass
from datetime import datetime

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.aged import aged, subject
from heirbook.handbook.views.cluster_names import cluster_path
from heirbook.handbook.views.whole_server import facts_seen_at
from heirbook.inventory.declared import DeclaredCluster
from heirbook.inventory.kubernetes.cluster import ClusterVersion, Namespaces
from heirbook.inventory.kubernetes.cluster_node import ClusterNodes


@dataclass(frozen=True)
class ClusterLine:
    """One declared cluster; None stands for what nobody could read."""

    name: str
    declared: DeclaredCluster
    version: str | None
    nodes: int | None
    namespaces: int | None
    seen_at: datetime | None
    is_stale: bool

    @property
    def path(self) -> str:
        """Return the path of its page."""
        return cluster_path(self.name)

    @property
    def subject(self) -> str:
        """Return what asks call it."""
        return subject("cluster", self.name)


def cluster_line(book_input: BookInput, name: str) -> ClusterLine:
    """Return a declared cluster in one line."""
    version = aged(book_input, name, ClusterVersion, "cluster")
    nodes = aged(book_input, name, ClusterNodes, "cluster").facts
    namespaces = aged(book_input, name, Namespaces, "cluster").facts
    return ClusterLine(
        name=name,
        declared=book_input.fleet.clusters[name],
        version=version.facts.server if version.facts else None,
        nodes=len(nodes.nodes) if nodes else None,
        namespaces=len(namespaces.namespaces) if namespaces else None,
        seen_at=facts_seen_at(book_input, subject("cluster", name)),
        is_stale=version.is_stale,
    )
