"""Warnings that happened in a cluster, grouped; messages are reduced to what they are about."""

from typing import Annotated, ClassVar, Literal

from heirbook.inventory.kubernetes.pod import MessageClass
from heirbook.inventory.record import VOLATILE, Facts, Observed, Utc


class EventGroup(Observed):
    """Warnings of one kind about one workload or other object."""

    namespace: str = ""
    about: str
    """`namespace/kind/name` of the workload, else of the object: `shop/deployment/web`."""
    reason: str
    """`BackOff`, `Unhealthy`, `FailedScheduling`."""
    container: str | None = None
    message_class: MessageClass = "other"
    probe: Literal["liveness", "readiness", "startup"] | None = None
    path: str | None = None
    """What a failed probe asked for, without its query."""
    code: int | None = None
    """What it got: the status of HTTP."""
    since: Utc | None = None
    count: Annotated[int | None, VOLATILE] = None
    last_at: Annotated[Utc | None, VOLATILE] = None

    def identity(self) -> str:
        """Return everything that one group has in common."""
        probe = (self.probe, self.path, self.code) if self.probe else ()
        parts = (self.about, self.reason, self.container, self.message_class, *probe)
        return " ".join("-" if part is None else str(part) for part in parts)


class ClusterEvents(Facts):
    """Warnings of a cluster; it forgets them after an hour by default."""

    section: ClassVar[str] = "events"
    events: tuple[EventGroup, ...] = ()
