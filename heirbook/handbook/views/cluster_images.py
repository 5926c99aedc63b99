"""Images that clusters run: which content by reference and node, and for what it was built."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.architecture import architecture_name
from heirbook.handbook.views.cluster_names import cluster_path, cluster_source, node_server
from heirbook.inventory.image_platforms import image_platform
from heirbook.inventory.image_reference import normalised
from heirbook.inventory.kubernetes.cluster_node import ClusterNodes
from heirbook.inventory.kubernetes.pod import Pods, RunningImage
from heirbook.inventory.kubernetes.workload import cluster_workloads
from heirbook.inventory.running_images import RunningDigest, running_digests
from heirbook.inventory.snapshot import Source


@dataclass(frozen=True)
class ClusterImageRow:
    """One content that a reference runs as in a cluster, and where."""

    reference: str
    cluster: str
    digest: str | None
    nodes: tuple[str, ...]
    pods: int
    policies: tuple[str, ...]
    """`Always`: a restart may bring other content under the same name."""
    architecture: str | None
    foreign: tuple[str, ...]
    """Nodes of another architecture than the one it is built for."""

    @property
    def path(self) -> str:
        """Return the path of the cluster's page."""
        return cluster_path(self.cluster)


def cluster_image_rows(book_input: BookInput) -> tuple[ClusterImageRow, ...]:
    """Return every content that runs in a cluster, by reference, cluster and digest."""
    rows = [row for name in book_input.fleet.clusters for row in _of_cluster(book_input, name)]
    return tuple(sorted(rows, key=lambda row: (row.reference, row.cluster, row.digest or "")))


def several_contents(rows: Iterable[ClusterImageRow]) -> tuple[tuple[ClusterImageRow, ...], ...]:
    """Return the rows of references that run as more than one content in one cluster."""
    found: dict[tuple[str, str], list[ClusterImageRow]] = {}
    for row in rows:
        if row.digest:
            found.setdefault((row.reference, row.cluster), []).append(row)
    return tuple(tuple(same) for same in found.values() if len(same) > 1)


def _of_cluster(book_input: BookInput, cluster: str) -> Iterator[ClusterImageRow]:
    source = cluster_source(book_input, cluster)
    pods = source.facts(Pods) if source else None
    if source is None or pods is None:
        return
    policies = _policies(source)
    for one in running_digests(pods.pods):
        nodes = tuple(sorted({node for _, node in one.pods if node}))
        built = _architecture(book_input, cluster, one, nodes)
        yield ClusterImageRow(
            reference=one.reference,
            cluster=cluster,
            digest=one.digest,
            nodes=nodes,
            pods=len(one.pods),
            policies=tuple(sorted(policies.get(one.reference, ()))),
            architecture=built,
            foreign=_foreign(source, nodes, built),
        )


def _policies(source: Source) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for workload in cluster_workloads(source):
        for container in workload.template.containers:
            if container.image and container.pull_policy:
                found.setdefault(normalised(container.image), set()).add(container.pull_policy)
    return found


def _architecture(
    book_input: BookInput, cluster: str, one: RunningDigest, nodes: tuple[str, ...]
) -> str | None:
    """Return what the content is built for, as the first server behind a node tells it."""
    image = RunningImage(kind=one.kind, digest=one.digest)
    for node in nodes:
        server = node_server(book_input, cluster, node)
        platform = image_platform(book_input.snapshot.server(server) if server else None, image)
        if platform:
            return architecture_name(platform.architecture)
    return None


def _foreign(source: Source, nodes: tuple[str, ...], built: str | None) -> tuple[str, ...]:
    facts = source.facts(ClusterNodes)
    wanted = {
        one.name: architecture_name(one.architecture) for one in (facts.nodes if facts else ())
    }
    runs_also = {("arm64", "armhf"), ("amd64", "i386"), (built, built)}
    return tuple(
        node
        for node in nodes
        if built and wanted.get(node) and (wanted[node], built) not in runs_also
    )
