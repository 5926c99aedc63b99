"""What was known of endpoints before a run, and which of them are due again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from heirbook.collectors.endpoints.probe import Target
from heirbook.collectors.endpoints.probed_facts import targets_in
from heirbook.inventory.age import seen_at
from heirbook.inventory.probed import Probed
from heirbook.inventory.readings import Reading
from heirbook.inventory.snapshot import Source

_SLACK = 0.9
"""A timer that fires a little early must not put a target off until its next time."""


@dataclass(frozen=True)
class KnownTargets:
    """What was known of the endpoints before the run."""

    source: Source | None = None
    lines: Sequence[Reading] = ()

    def targets(self, name: str) -> Mapping[str, Probed]:
        """Return the targets of a section, by identity."""
        state = self.source.sections.get(name) if self.source else None
        return targets_in(state.facts if state else None)

    def seen_at(self, name: str) -> datetime | None:
        """Return when the facts of a section were last seen."""
        return seen_at(self.source, name, tuple(self.lines)) if self.source else None

    def is_due(self, name: str, target: Target, now: datetime) -> bool:
        """Return whether a target was not looked at whole within its interval."""
        if target.id not in self.targets(name):
            return True
        key = f"{name}:{target.id}:tried"
        tried = (line.at for line in reversed(self.lines) if line.values.get(key) == "ok")
        last = next(tried, None)
        return last is None or not timedelta(0) <= now - last < target.every * _SLACK
