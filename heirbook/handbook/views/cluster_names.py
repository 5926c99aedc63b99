"""Names and places of clusters: their pages, the servers behind their nodes."""

from heirbook.handbook.book_input import BookInput
from heirbook.inventory.image_platforms import server_of_node
from heirbook.inventory.record import SourceId
from heirbook.inventory.snapshot import Source
from heirbook.text import slug


def cluster_path(cluster: str) -> str:
    """Return the path of a cluster's page."""
    return f"clusters/{cluster}/index.md"


def namespace_path(cluster: str, namespace: str) -> str:
    """Return the path of a namespace's page."""
    return f"clusters/{cluster}/{slug(namespace)}.md"


def cluster_source(book_input: BookInput, cluster: str) -> Source | None:
    """Return what was read of a cluster."""
    return book_input.snapshot.sources.get(SourceId(f"cluster/{cluster}"))


def node_server(book_input: BookInput, cluster: str, node: str) -> str | None:
    """Return the server behind a node, as it is declared or of equal name."""
    return server_of_node(book_input.fleet.servers, cluster, node)
