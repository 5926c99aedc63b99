"""How well a section could be read, and what it gave."""

from typing import Generic, Literal, TypeVar

from heirbook.inventory.record import Facts, Record, Utc

State = Literal["ok", "partial", "denied", "missing_tool", "timeout", "unreachable"]

F_co = TypeVar("F_co", bound=Facts, covariant=True)


class Gap(Record):
    """One thing inside a section that could not be read."""

    kind: Literal["denied", "missing", "unread"]
    path: str
    part: str = ""


class SectionState(Record, Generic[F_co]):
    """The state of one section with its last-known facts.

    `state` speaks of the newest try, `facts` of the newest time something was seen.
    """

    state: State
    facts: F_co | None = None
    absent: bool = False
    """The objects cannot exist on this server: no docker, no systemd, not a Raspberry Pi."""
    since: Utc | None = None
    """Since when the section has not been `ok`."""
    observed_at: Utc | None = None
    """When the facts were seen; present only while they are older than the source's newest run."""
    need: str | None = None
    """What would help: `root`, the name of a group, or the programs that were tried."""
    reason: str | None = None
    """`gap skipped status parse frame output_cap no_final_frame not_running no_exit_status …`;
    `targets`: some targets of a probe could not be looked at, their own states say which."""
    line: int | None = None
    """Where parsing stopped; the line itself may hold a secret and is not kept."""
    gaps: tuple[Gap, ...] = ()
