"""A cluster as a whole: its version, namespaces and the limits that hold in them."""

from typing import Annotated, ClassVar

from heirbook.inventory.kubernetes.cluster_object import ClusterObject, KeptLabel
from heirbook.inventory.kubernetes.container_template import Quantity
from heirbook.inventory.record import VOLATILE, Facts, Record


class ClusterVersion(Facts):
    """Versions of the API server and of the client that asked it."""

    section: ClassVar[str] = "version"
    server: str | None = None
    """As it was told: `v1.31.4+k3s1`."""
    number: str | None = None
    """`1.31.4`; None for a version of another form, which is compared with nothing."""
    distribution: str | None = None
    """`k3s`, `rke2`, `k0s`, `eks`, `gke`; None: unknown."""
    build: str | None = None
    """`k3s1`."""
    platform: str | None = None
    """`linux/arm64`."""
    client: str | None = None
    failing_checks: tuple[str, ...] = ()
    """Checks of `/readyz` that fail."""
    checks: int | None = None
    """How many there are; None: they were not told."""


class Namespace(ClusterObject):
    """A namespace."""

    phase: str | None = None
    pod_security: tuple[KeptLabel, ...] = ()
    """`enforce`: `baseline`, of the labels `pod-security.kubernetes.io/…`."""


class Namespaces(Facts):
    """Namespaces of a cluster."""

    section: ClassVar[str] = "namespaces"
    cluster_uid: str | None = None
    """UID of the namespace kube-system: another one is another cluster."""
    namespaces: tuple[Namespace, ...] = ()


class Quota(ClusterObject):
    """How much a namespace may use."""

    hard: tuple[Quantity, ...] = ()
    scopes: tuple[str, ...] = ()
    used: Annotated[str | None, VOLATILE] = None
    """`pods 3, requests.cpu 2`."""


class Quotas(Facts):
    """Quotas of a cluster."""

    section: ClassVar[str] = "quotas"
    quotas: tuple[Quota, ...] = ()


class Limit(Record):
    """What holds for each container, pod or claim of a namespace."""

    type: str
    """`Container`, `Pod`, `PersistentVolumeClaim`."""
    most: tuple[Quantity, ...] = ()
    least: tuple[Quantity, ...] = ()
    default_limits: tuple[Quantity, ...] = ()
    default_requests: tuple[Quantity, ...] = ()


class LimitRange(ClusterObject):
    """Limits of a namespace."""

    limits: tuple[Limit, ...] = ()


class LimitRanges(Facts):
    """Limits of a cluster's namespaces."""

    section: ClassVar[str] = "limitranges"
    limit_ranges: tuple[LimitRange, ...] = ()


class PriorityClass(ClusterObject):
    """Who stays when there is not enough room."""

    value: int | None = None
    default: bool = False
    preemption: str | None = None


class PriorityClasses(Facts):
    """Priority classes of a cluster."""

    section: ClassVar[str] = "priorityclasses"
    classes: tuple[PriorityClass, ...] = ()
