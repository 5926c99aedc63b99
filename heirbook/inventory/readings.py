"""Volatile numbers of one source: the line of a run, and the last value of a key."""

from datetime import datetime

from pydantic import Field

from heirbook.inventory.record import Record, Utc
from heirbook.inventory.section_state import State


class Reading(Record):
    """One run's line in `inventory/readings/<kind>/<name>.jsonl`.

    Sample: `{"at": "2026-11-20T02:10:07Z", "run": "0a1b2c3d", "took_ms": 4210,
    "tool_version": "0.1.0", "sections": {"os": "ok"}, "values": {"df:/:used_kib": 39373240}}`
    """

    at: Utc
    run: str
    took_ms: int
    tool_version: str
    sections: dict[str, State]
    values: dict[str, int | str]


class Readings(Record):
    """The readings of all sources, oldest first in each."""

    lines: dict[str, tuple[Reading, ...]] = Field(default_factory=dict)
    notes: tuple[str, ...] = ()
    """What was left out while loading: a last line that a killed run tore off."""

    def last(self, source: str, key: str) -> tuple[int | str, datetime] | None:
        """Return the newest value of `section:object:name` and when it was read, if any."""
        for line in reversed(self.lines.get(source, ())):
            if key in line.values:
                return line.values[key], line.at
        return None
