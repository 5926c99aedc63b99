"""Nodes of a cluster as its page shows them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.architecture import architecture_name
from heirbook.handbook.views.cluster_names import node_server
from heirbook.handbook.views.cut import Cut, cut
from heirbook.inventory.kubernetes.cluster_node import ClusterNode, ClusterNodes, NodeCondition

MOST_NODES = 100
MOST_CONDITIONS = 40


@dataclass(frozen=True)
class NodeRow:
    """A node, and the server that it is."""

    node: ClusterNode
    server: str | None
    ready: bool | None
    architecture: str | None = None

    @property
    def server_path(self) -> str:
        """Return the path of the server's page."""
        return f"servers/{self.server}.md"


@dataclass(frozen=True, order=True)
class NodeGroup:
    """How many nodes are alike; an empty text stands for what nobody told."""

    architecture: str
    kubelet: str
    roles: tuple[str, ...]
    count: int = 0


@dataclass(frozen=True)
class NodeTrouble:
    """A condition of a node that is not as it should be."""

    node: str
    condition: NodeCondition


@dataclass(frozen=True)
class NodeTable:
    """Everything that a cluster's page shows of its nodes."""

    rows: Cut[NodeRow]
    groups: tuple[NodeGroup, ...]
    troubles: Cut[NodeTrouble]
    resting: tuple[str, ...]
    """Those that take no new pods."""


def node_table(book_input: BookInput, cluster: str, facts: ClusterNodes | None) -> NodeTable:
    """Return the nodes of a cluster: those that are not ready first."""
    nodes = facts.nodes if facts else ()
    rows = [
        NodeRow(
            node,
            node_server(book_input, cluster, node.name),
            _is_ready(node),
            architecture_name(node.architecture),
        )
        for node in nodes
    ]
    rows.sort(key=lambda row: (row.ready is True, row.node.name))
    return NodeTable(
        rows=cut(rows, MOST_NODES),
        groups=_groups(nodes),
        troubles=cut((one for node in nodes for one in _troubles(node)), MOST_CONDITIONS),
        resting=tuple(node.name for node in nodes if node.unschedulable),
    )


def _is_ready(node: ClusterNode) -> bool | None:
    found = next((one for one in node.conditions if one.type == "Ready"), None)
    return {"True": True, "False": False}.get(found.status or "") if found else None


def _groups(nodes: tuple[ClusterNode, ...]) -> tuple[NodeGroup, ...]:
    alike = Counter(
        NodeGroup(architecture_name(node.architecture) or "", node.kubelet or "", node.roles)
        for node in nodes
    )
    return tuple(
        NodeGroup(group.architecture, group.kubelet, group.roles, alike[group])
        for group in sorted(alike)
    )


def _troubles(node: ClusterNode) -> Iterator[NodeTrouble]:
    """Yield what is wrong: a node should be ready, and every other condition should not hold."""
    for one in node.conditions:
        if one.status != ("True" if one.type == "Ready" else "False"):
            yield NodeTrouble(node.name, one)
