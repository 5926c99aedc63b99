"""Pods of a cluster: what really runs, where, from which image."""

from typing import Annotated, ClassVar, Literal

from heirbook.inventory.kubernetes.cluster_object import ClusterObject
from heirbook.inventory.kubernetes.pod_template import PodTemplate
from heirbook.inventory.record import VOLATILE, Facts, Record, Utc

MessageClass = Literal[
    "exec-format",
    "not-found",
    "unauthorized",
    "connection-refused",
    "unknown-authority",
    "rate-limited",
    "timeout",
    "other",
]
"""What a message is about; the message itself is not kept."""
DigestKind = Literal["repo-digest", "config", "unknown"]


class RunningImage(Record):
    """What `imageID` says: the content that runs, whatever its tag says now."""

    kind: DigestKind
    repository: str | None = None
    """`docker.io/library/nginx`; a bare digest names none."""
    digest: str | None = None
    """`sha256:…`."""
    text: str | None = None
    """Visible text of an id of unknown shape."""


class PodContainer(Record):
    """A container of a pod as the kubelet reports it."""

    name: str
    init: bool = False
    image: str | None = None
    """The reference of the pod's spec; the status may show another tag of the same content."""
    running: RunningImage | None = None
    """None: its image was never pulled, or it was not started."""
    ready: bool | None = None
    state: str | None = None
    """`running`, `waiting`, `terminated`."""
    reason: str | None = None
    """Of waiting or of the end: `CrashLoopBackOff`, `Completed`."""
    message_class: MessageClass | None = None
    exit_code: int | None = None
    last_reason: str | None = None
    """Why it ended before: `OOMKilled`, `Error`."""
    last_exit_code: int | None = None
    last_message_class: MessageClass | None = None


class Pod(ClusterObject):
    """A pod."""

    node: str | None = None
    workload: str | None = None
    """`namespace/kind/name`, through its ReplicaSet or Job; None where that is unknown."""
    phase: str | None = None
    reason: str | None = None
    """Why it has this phase, or is not scheduled: `Evicted`, `Unschedulable`."""
    quality: str | None = None
    """`Guaranteed`, `Burstable`, `BestEffort`."""
    service_account: str | None = None
    pull_secrets: tuple[str, ...] = ()
    started_at: Utc | None = None
    ready: bool | None = None
    containers: tuple[PodContainer, ...] = ()
    template: PodTemplate | None = None
    """Of a pod that no workload made: its own spec is the only one there is."""
    restarts: Annotated[int | None, VOLATILE] = None
    """Of all its containers together."""


class Pods(Facts):
    """Pods of a cluster; those of Jobs that succeeded are counted only."""

    section: ClassVar[str] = "pods"
    pods: tuple[Pod, ...] = ()
    succeeded: Annotated[int | None, VOLATILE] = None
    """Pods of Jobs that did their work."""
