"""The contract of an endpoint probe: what it aims at, what it brings back, and in which state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from pydantic import Field, JsonValue

from heirbook.inventory.loading import Declared
from heirbook.inventory.record import Record
from heirbook.inventory.section_state import State
from heirbook.inventory.snapshot import Snapshot


@dataclass(frozen=True)
class Probe:
    """One kind of probe. A unit of `probes/` declares it as `PROBE`.

    Beside it stand `targets(aims)`, `probe(target, client)`, which asks and brings back plain
    values, and `parse(target, result)`, which makes the record of the section with the unit's id.
    """

    title: str
    """Catalogue text: what is asked, for people."""
    command: str
    """The same thing by hand, with NAME, URL or HOST for the target."""
    by_request: bool = False
    """Asked only of endpoints that name it under `facts:`."""


@dataclass(frozen=True)
class Aims:
    """What targets are found in: all that is declared, and what was seen before."""

    declared: Declared
    seen: Snapshot


@dataclass(frozen=True)
class Target:
    """One thing that a probe asks; `id` is the identity of its object in the facts."""

    id: str
    every: timedelta
    timeout: timedelta
    url: str = ""
    way: str = ""
    """For settings `json header status redirect`; for names `declared` or `found`."""
    key: str = ""


class Result(Record):
    """What a probe brought back of one target: `parse` needs nothing else, so it is recorded."""

    state: State = "ok"
    reason: str | None = None
    answer: Mapping[str, JsonValue] = Field(default_factory=dict)


class NotAnsweredError(Exception):
    """A target did not answer, or not so that it can be used; the state says how."""

    def __init__(self, state: State, reason: str) -> None:
        super().__init__(reason)
        self.state: State = state
        self.reason = reason

    @property
    def result(self) -> Result:
        """Return it as what came of the target."""
        return Result(state=self.state, reason=self.reason)
