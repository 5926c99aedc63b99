"""The contract of a kind of source: which there are, what each is asked, and how."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from heirbook.collectors.outcome import SourceRun
from heirbook.collectors.run import Run
from heirbook.collectors.transports import Transports
from heirbook.inventory.loading import Declared
from heirbook.inventory.readings import Readings
from heirbook.inventory.record import SourceId
from heirbook.workspace import Workspace


class SourcePlan(Protocol):
    """One source that a run asks."""

    @property
    def source(self) -> SourceId:
        """Return its id: `server/upe`."""
        ...

    @property
    def asked(self) -> tuple[str, ...]:
        """Return the ids of the sections that are asked."""
        ...

    @property
    def transport_name(self) -> str:
        """Return how it is asked, as the snapshot stores it: `ssh`."""
        ...

    def ask(self, run: Run, left_s: float) -> SourceRun:
        """Ask within its own budget and `left_s`, what is left of the run's; never raise."""
        ...


@dataclass(frozen=True)
class Planning:
    """What plans are made from."""

    workspace: Workspace
    declared: Declared
    readings: Readings
    now: datetime
    environ: Mapping[str, str]
    ways: Transports


class SourceKind(Protocol):
    """One kind of source, with the folder of units that are its sections."""

    @property
    def name(self) -> str:
        """Return the kind as ids begin with it: `server`."""
        ...

    def sections(self) -> tuple[str, ...]:
        """Return the ids of all its sections."""
        ...

    def sources(self, declared: Declared) -> tuple[SourceId, ...]:
        """Return the declared sources that are not switched off, sorted."""
        ...

    def parallel(self, declared: Declared) -> int:
        """Return how many of this kind are asked at once."""
        ...

    def check_switches(self, source: SourceId, section: str, declared: Declared) -> None:
        """Refuse to ask what the workspace says is not to be asked.

        Raises:
            UsageError: with the line that switches it off.
        """
        ...

    def plan(
        self, source: SourceId, named: frozenset[str], planning: Planning
    ) -> SourcePlan | None:
        """Return how to ask the source for the sections named, or for those that are due.

        None when nothing of it is due.

        Raises:
            WorkspaceError: when it cannot be asked as it is declared.
        """
        ...
