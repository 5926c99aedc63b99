"""ReplicaSets of a cluster: the current and the previous template of each Deployment."""

from typing import ClassVar

from heirbook.inventory.kubernetes.cluster_object import ClusterObject
from heirbook.inventory.record import Facts


class ReplicaSet(ClusterObject):
    """One revision of a Deployment."""

    revision: int | None = None
    template_hash: str | None = None
    images: tuple[str, ...] = ()
    """References as they were written, sorted."""
    replicas: int | None = None


class ReplicaSets(Facts):
    """ReplicaSets of a cluster."""

    section: ClassVar[str] = "replicasets"
    replica_sets: tuple[ReplicaSet, ...] = ()
