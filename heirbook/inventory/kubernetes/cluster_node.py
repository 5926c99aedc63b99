"""Nodes of a cluster as its API tells of them."""

from typing import ClassVar

from heirbook.inventory.kubernetes.cluster_object import ClusterObject
from heirbook.inventory.kubernetes.container_template import Quantity
from heirbook.inventory.record import Facts, Record, Utc

MOST_IMAGES_REPORTED = 50
"""A kubelet reports no more, so a list this long may lack some."""


class Taint(Record):
    """What keeps pods off a node."""

    name: str
    value: str | None = None
    effect: str | None = None


class NodeCondition(Record):
    """What a node says of itself: `Ready`, `True`, since when."""

    type: str
    status: str | None = None
    reason: str | None = None
    since: Utc | None = None


class NodeAddress(Record):
    """An address of a node: `InternalIP`, `Hostname`."""

    type: str
    address: str


class ReportedImage(Record):
    """An image that a node holds, under all its names."""

    tags: tuple[str, ...] = ()
    """`nginx:1.27`; none for content that a tag has moved away from."""
    digests: tuple[str, ...] = ()
    """`docker.io/library/nginx@sha256:…`; none for images that were loaded from a file."""
    size_bytes: int | None = None


class ClusterNode(ClusterObject):
    """A node of a cluster; its identity is its name."""

    roles: tuple[str, ...] = ()
    """`control-plane`, from its labels."""
    architecture: str | None = None
    operating_system: str | None = None
    """`linux`."""
    os_image: str | None = None
    kernel: str | None = None
    kubelet: str | None = None
    runtime: str | None = None
    """`containerd://1.7.27`."""
    unschedulable: bool = False
    taints: tuple[Taint, ...] = ()
    pod_networks: tuple[str, ...] = ()
    conditions: tuple[NodeCondition, ...] = ()
    addresses: tuple[NodeAddress, ...] = ()
    capacity: tuple[Quantity, ...] = ()
    allocatable: tuple[Quantity, ...] = ()
    images: tuple[ReportedImage, ...] = ()
    """Of repositories that a workload references."""
    images_reported: int | None = None
    """How many it reported before that."""

    @property
    def images_incomplete(self) -> bool:
        """Return whether it may hold more images than it reported."""
        return (self.images_reported or 0) >= MOST_IMAGES_REPORTED

    def condition(self, kind: str) -> NodeCondition | None:
        """Return what it says of `Ready`, `MemoryPressure` and so on."""
        return next((one for one in self.conditions if one.type == kind), None)


class ClusterNodes(Facts):
    """Nodes of a cluster."""

    section: ClassVar[str] = "nodes"
    nodes: tuple[ClusterNode, ...] = ()
