"""Loading a snapshot against `json.loads`, and a year of history against one file a fleet."""

import argparse
import gc
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from fleet import SERVICES, renewed, server
from measure import Figure, medians, report

from heirbook.git import Git
from heirbook.inventory import git_commit
from heirbook.inventory.canonical import canonical, digest_of, source_bytes, source_document
from heirbook.inventory.reading_log import appended, parse_readings, readings_path
from heirbook.inventory.readings import Reading
from heirbook.inventory.snapshot import Source
from heirbook.inventory.store import load_snapshot, planned_bytes, snapshot_path
from heirbook.publish import make_state_folder, workspace_staging
from heirbook.workspace import Workspace

BEGIN = datetime(2026, 1, 1, 2, tzinfo=UTC)
DAY = timedelta(days=1)
SAMPLE = 20
"""Servers whose every file is written every day: a thousand would take hours."""
MB = 1_000_000


def main() -> None:
    """Measure and report."""
    report("store", _figures(_arguments()), ("heirbook", "pydantic"))


def _figures(arguments: argparse.Namespace) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        yield from loading(Path(folder, "loading"), arguments.servers, arguments.rounds)
        yield from year(Path(folder), arguments.servers, arguments.days)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--servers", type=int, default=1000)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--rounds", type=int, default=9)
    return parser.parse_args()


def loading(root: Path, servers: int, rounds: int) -> Iterator[Figure]:
    """Yield what reading, checking and typing a whole snapshot costs."""
    workspace = _workspace(root)
    sources = [server(number, BEGIN) for number in range(servers)]
    files = {snapshot_path(source.id): source_bytes(source) for source in sources}
    publishing_s = _timed(lambda: _publish(workspace, files))
    contents = list(files.values())
    seen = medians(
        rounds,
        {
            "load": lambda: _timed(lambda: load_snapshot(workspace)),
            "json": lambda: _timed(lambda: [json.loads(content) for content in contents]),
            "digest": lambda: _timed(lambda: [digest_of(content) for content in contents]),
            "write": lambda: _timed(lambda: [source_bytes(source) for source in sources]),
        },
    )
    size = sum(map(len, contents)) / MB
    what = f"{servers} servers x {SERVICES} services, {size:.1f} MB"
    peers = {"json.loads of the same bytes": round(seen["json"], 3)}
    yield Figure(f"validate {what}", "s CPU", round(seen["load"], 3), peers, goal=0.15)
    yield Figure("of it the digests", "s CPU", round(seen["digest"], 3))
    yield Figure(f"make the bytes of {what}", "s CPU", round(seen["write"], 3), peers)
    yield Figure("publish these files", "s CPU", round(publishing_s, 3))


def year(root: Path, servers: int, days: int) -> Iterator[Figure]:
    """Yield the size of a history in which 1 % of the servers change a day."""
    own, few = _Changes(root / "own", servers), min(days, 30)
    own_s = own.commits(days)
    loose, packed = own.size_mb(), own.packed_mb()
    whole = _WholeFleet(root / "whole", servers)
    whole_s = whole.commits(few)
    label, scaled = f"{days} days, 1 % of {servers} servers a day", days / few
    peer = f"one file a fleet, {few} days scaled"
    peer_loose = {peer: round(whole.size_mb() * scaled, 1)}
    yield Figure(f"{label}: what changed, as committed", "MB", loose, peer_loose)
    peer_packed = {f"{peer}, packed": round(whole.packed_mb() * scaled, 1)}
    yield Figure(f"{label}: what changed, after git gc", "MB", packed, peer_packed, goal=3.5)
    peers = {"one file a fleet": round(whole_s, 3)}
    yield Figure("one commit of a day", "s CPU", round(own_s, 3), peers, goal=0.1)
    for title, history in (
        ("snapshots with their daily times", _Daily(root / "daily", SAMPLE)),
        ("readings", _Logged(root / "logged", SAMPLE)),
    ):
        history.commits(days)
        what = f"{days} days, {SAMPLE} servers, 1 change a day: {title}"
        yield Figure(f"{what}, as committed", "MB", history.size_mb())
        yield Figure(f"{what}, after git gc", "MB", history.packed_mb())


class _History:
    """A workspace in git into which one day after the other is committed."""

    def __init__(self, root: Path, servers: int) -> None:
        self._workspace = _workspace(root)
        self._git = Git(root, {**os.environ, "HOME": str(root)})
        self._sources = [server(number, BEGIN) for number in range(servers)]
        _run_git(root, "init", "--quiet", "--initial-branch=main")
        _run_git(root, "config", "user.name", "benchmark")
        _run_git(root, "config", "user.email", "benchmark@example.org")
        self._day(0)

    def commits(self, days: int) -> float:
        """Commit these days and return the median processor time of one commit."""
        numbers = iter(range(1, days + 1))
        return medians(days, {"commit": lambda: self._day(next(numbers))})["commit"]

    def size_mb(self) -> float:
        """Return the size of the repository's objects, in blocks of the file system."""
        files = (self._workspace.root / ".git" / "objects").rglob("*")
        return round(sum(file.stat().st_blocks * 512 for file in files if file.is_file()) / MB, 2)

    def packed_mb(self) -> float:
        """Return the size after git has packed it."""
        _run_git(self._workspace.root, "gc", "--quiet")
        return self.size_mb()

    def _day(self, day: int) -> float:
        """Change some servers, write what a day writes, and return what its commit costs."""
        count = len(self._sources)
        hundredth = max(count // 100, 1)
        changing = {(day * hundredth + one) * 7 % count for one in range(hundredth)}
        for number in changing if day else ():
            at = BEGIN + day * DAY
            self._sources[number] = renewed(self._sources[number], at, f"d{day}")
        files = self._files(day, changing if day else range(count))
        for path, content in files.items():
            file = self._workspace.path(path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        return _children_timed(
            lambda: git_commit.commit(self._git, tuple(files), f"collect: day {day}")
        )

    def _files(self, day: int, changed: Collection[int]) -> dict[str, bytes]:
        raise NotImplementedError


class _Changes(_History):
    """Only servers with a changed fact are written."""

    def _files(self, day: int, changed: Collection[int]) -> dict[str, bytes]:
        del day
        chosen = [self._sources[number] for number in changed]
        return {snapshot_path(source.id): source_bytes(source) for source in chosen}


class _Daily(_History):
    """The store's own rule at one collection a day: a file's time moves once in 24 hours."""

    def _files(self, day: int, changed: Collection[int]) -> dict[str, bytes]:
        del changed
        files = {}
        for number, before in enumerate(self._sources):
            at = BEGIN + day * DAY
            after = replace(before, observed_at=at)
            content = planned_bytes(before if day and before.observed_at < at else None, after)
            if content is not None:
                files[snapshot_path(after.id)] = content
                self._sources[number] = after
        return files


class _Logged(_History):
    """The readings that go with the snapshots: one line a server and day."""

    def _files(self, day: int, changed: Collection[int]) -> dict[str, bytes]:
        del changed
        files = {}
        for source in self._sources:
            lines, _ = self._logs.setdefault(source.id, ((), None))
            files[readings_path(source.id)] = content = appended(lines, reading(source, day))
            self._logs[source.id] = parse_readings(content, source.id)
        return files

    @cached_property
    def _logs(self) -> dict[str, tuple[tuple[Reading, ...], str | None]]:
        return {}


def reading(source: Source, day: int) -> Reading:
    """Return a day's line of the log: restarts of each container, and what the disks hold."""
    values = {
        f"containers:app{number}/web:restarts": day * number % 3 for number in range(SERVICES)
    }
    values |= {"df:/:used_kib": 39_373_240 + day * 1021, "load::uptime_s": day * 86400}
    return Reading(
        at=BEGIN + day * DAY,
        run=f"{day:08x}",
        took_ms=4000 + day * 37 % 500,
        tool_version="0.1.0",
        sections=dict.fromkeys(sorted(source.sections), "ok"),
        values=values,
    )


class _WholeFleet(_History):
    """The other way: one file for all servers."""

    def _files(self, day: int, changed: Collection[int]) -> dict[str, bytes]:
        del day, changed
        return {"inventory/snapshots/fleet.json": _fleet_bytes(self._sources)}


def _fleet_bytes(sources: Sequence[Source]) -> bytes:
    return canonical({source.id: source_document(source) for source in sources})


def _workspace(root: Path) -> Workspace:
    root.mkdir()
    workspace = Workspace(root)
    make_state_folder(workspace)
    return workspace


def _publish(workspace: Workspace, files: dict[str, bytes]) -> None:
    with workspace_staging(workspace) as staging:
        for path, content in files.items():
            staging.write(path, content)
        staging.publish(None)


def _run_git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True)


def _timed(work: Callable[[], object]) -> float:
    """Return the processor time of some work; the garbage collector is paused for all alike."""
    with _collector_paused():
        began = time.process_time()
        kept = work()
        took = time.process_time() - began
    del kept
    return took


@contextmanager
def _collector_paused() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _children_timed(work: Callable[[], object]) -> float:
    """Return the processor time of some work and of the programs it ran to their ends."""
    began = os.times()
    work()
    ended = os.times()
    return sum(ended[:4]) - sum(began[:4])


if __name__ == "__main__":
    main()
