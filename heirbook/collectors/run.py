"""What all sources of one run share, and who is told how it goes on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from heirbook.collectors.outcome import SourceRun

RUN_BUDGET_S = 1800.0

Scrub = Callable[[str], str]


class Progress(Protocol):
    """Who is told how a run goes on; called from several threads."""

    def started(self, source: str) -> None:
        """Take note that a source is being asked."""

    def finished(self, run: SourceRun) -> None:
        """Take note of what came of it."""


@dataclass(frozen=True)
class Run:
    """What all sources of one run share."""

    clock: Callable[[], datetime]
    scrub: Scrub
    progress: Progress
    fp8: Callable[[str], str]
    """Gives the 8 hex digits that stand for a value."""
    keep_recordings: bool = False
    budget_s: float = RUN_BUDGET_S
