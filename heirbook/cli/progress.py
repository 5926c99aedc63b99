"""How a collection is shown while it runs: bars on a terminal, else a line a finished source."""

import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.progress import TimeElapsedColumn as Elapsed
from rich.text import Text

from heirbook.collectors.outcome import SourceRun
from heirbook.text import visible


def source_line(run: SourceRun, last_seen: datetime | None) -> str:
    """Return one finished source in words.

    Sample: `server/upe ok 3.2 s, 34 of 36 sections`, or
    `server/nas unreachable (connect_timeout), last seen 2026-11-18`.
    """
    source = run.source
    if run.failure:
        seen = f"last seen {last_seen:%Y-%m-%d}" if last_seen else "never seen"
        return visible(f"{source.id} {source.state} ({run.failure.reason}), {seen}")
    fine = sum(1 for name in run.asked if source.sections[name].state == "ok")
    seconds = f"{run.took_ms / 1000:.1f} s"
    return visible(f"{source.id} {source.state} {seconds}, {fine} of {len(run.asked)} sections")


class Lines:
    """Progress for cron: one plain line on stderr a finished source."""

    def __init__(self, last_seen: Mapping[str, datetime]) -> None:
        self._last_seen = last_seen

    def __enter__(self) -> Self:
        """Return itself; nothing needs preparing."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing behind."""

    def started(self, source: str) -> None:
        """Say nothing: a line comes when the source is done."""

    def finished(self, run: SourceRun) -> None:
        """Print the source's line."""
        line = source_line(run, self._last_seen.get(run.source.id))
        print(f"collect: {line}", file=sys.stderr, flush=True)


class Bars:
    """Progress on a terminal: a bar a running source, and the total."""

    def __init__(self, total: int, last_seen: Mapping[str, datetime]) -> None:
        self._last_seen = last_seen
        self._console = Console(stderr=True, markup=False, highlight=False, emoji=False)
        self._bars = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TextColumn("{task.fields[count]}", markup=False),
            Elapsed(),
            console=self._console,
            transient=True,
        )
        self._ended, self._asked = 0, total
        self._total = self._bars.add_task("collect", total=total, count=f"0/{total}")
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        """Return itself with the bars shown."""
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bars away."""
        self._bars.stop()

    def started(self, source: str) -> None:
        """Show a bar that moves until the source is done."""
        self._tasks[source] = self._bars.add_task(visible(source), total=None, count="")

    def finished(self, run: SourceRun) -> None:
        """Replace the source's bar by its line, and move the total."""
        task = self._tasks.pop(run.source.id, None)
        if task is not None:
            self._bars.remove_task(task)
        self._ended += 1
        self._bars.update(self._total, advance=1, count=f"{self._ended}/{self._asked}")
        self._console.print(Text(source_line(run, self._last_seen.get(run.source.id))))


def shown(total: int, last_seen: Mapping[str, datetime]) -> Lines | Bars:
    """Return bars when stderr is a terminal, else lines."""
    return Bars(total, last_seen) if sys.stderr.isatty() else Lines(last_seen)
