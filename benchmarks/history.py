"""A year of daily history: its size, reading it back, and what the page of changes costs."""

import argparse
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fleet import renewed, server, server_name
from measure import Figure, report

from heirbook.git import Git
from heirbook.handbook.book_input import BookInput, EditionRecord
from heirbook.handbook.render import render
from heirbook.inventory.canonical import source_bytes
from heirbook.inventory.changes import changes
from heirbook.inventory.declared import FleetFile
from heirbook.inventory.history import load_history, read_at
from heirbook.inventory.kubernetes.cluster_node import ClusterNode, ClusterNodes
from heirbook.inventory.kubernetes.workload import Deployments, Workload
from heirbook.inventory.object_history import object_history
from heirbook.inventory.people import PeopleFile
from heirbook.inventory.record import Facts, SourceId
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.snapshot import Source
from heirbook.inventory.store import load_snapshot, snapshot_path
from heirbook.publish import make_state_folder
from heirbook.site.earlier import before
from heirbook.workspace import Workspace

BEGIN = datetime(2026, 1, 1, 2, tzinfo=UTC)
DAY = timedelta(days=1)
MB = 1_000_000
WORKLOADS = 300


def main() -> None:
    """Measure and report."""
    report("history", _figures(_arguments()), ("heirbook", "pydantic"))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--servers", type=int, default=200)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--times", type=int, nargs="+", default=[1, 4, 16])
    return parser.parse_args()


def _figures(arguments: argparse.Namespace) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        for times in arguments.times:
            days = arguments.days if times == 1 else max(arguments.days // times, 4)
            year = _Year(Path(folder, str(times)), arguments.servers * times)
            for day in range(days):
                year.commit(day)
            label = f"{arguments.servers * times} servers and a cluster, {days} days"
            yield from _measured(year, label, days, times)


def _measured(year: "_Year", label: str, days: int, times: int) -> Iterator[Figure]:
    first, half = (BEGIN + days * part // 2 * DAY for part in (0, 1))
    month = BEGIN + max(days - 30, 0) * DAY
    dates = [moment.date().isoformat() for moment in (first, half)]
    packed = year.packed_mb()
    last = server_name(0)
    runs: dict[str, tuple[Callable[[], object], float]] = {
        "diff of the first day and the last": (lambda: year.diff(dates[0], "work"), 1.0),
        "diff of the first day and the middle": (lambda: year.diff(*dates), 1.0),
        "the page of changes of a month, read and written": (lambda: year.page(month), 2.0),
        "one object's whole history": (lambda: year.history_of(last), 0.5),
    }
    goals = times == 1
    yield Figure(f"{label}: repository, packed", "MB", packed, goal=3.5 if goals else None)
    for what, (run, goal) in runs.items():
        yield Figure(f"{label}: {what}", "s CPU", _took_s(run), goal=goal if goals else None)


def _took_s(run: Callable[[], object]) -> float:
    """Return the processor time of some work and of the git it starts."""
    began = os.times()
    run()
    ended = os.times()
    return round(sum(ended[:4]) - sum(began[:4]), 3)


class _Year:
    """A workspace in git, one commit a day, 1 % of the servers and the cluster changed in each."""

    def __init__(self, root: Path, servers: int) -> None:
        root.mkdir()
        self._workspace = Workspace(root)
        make_state_folder(self._workspace)
        self._git = Git(root, {**os.environ, "HOME": str(root)})
        self._sources = [server(number, BEGIN) for number in range(servers)]
        self._run("init", "--quiet", "--initial-branch=main")
        self._run("config", "user.name", "benchmark")
        self._run("config", "user.email", "benchmark@example.org")

    def commit(self, day: int) -> None:
        """Write and commit what a day changed."""
        at, count = BEGIN + day * DAY, len(self._sources)
        hundredth = max(count // 100, 1)
        changing = {(day * hundredth + one) * 7 % count for one in range(hundredth)}
        for number in changing if day else ():
            self._sources[number] = renewed(self._sources[number], at, f"d{day}")
        chosen = changing if day else range(count)
        for source in (*(self._sources[number] for number in chosen), cluster(day, at)):
            file = self._workspace.path(snapshot_path(source.id))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(source_bytes(source))
        self._run("add", "inventory/snapshots")
        stamp = at.isoformat()
        dates = {"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp}
        self._run("commit", "--quiet", "-m", f"day {day}", environment=dates)

    def packed_mb(self) -> float:
        """Return the size of the repository's objects after git has packed them."""
        self._run("gc", "--quiet")
        files = (self._workspace.root / ".git" / "objects").rglob("*")
        return round(sum(file.stat().st_size for file in files if file.is_file()) / MB, 2)

    def diff(self, old: str, new: str) -> int:
        """Return how much differs between two days."""
        one, other = (read_at(self._workspace, self._git, when) for when in (old, new))
        return len(changes(one.snapshot, other.snapshot))

    def page(self, since: datetime) -> int:
        """Return the length of the page of changes against an edition of that day."""
        now = load_snapshot(self._workspace)
        edition = EditionRecord(since.date().isoformat(), since)
        found = before(self._workspace.book, now, (edition,), self._git)
        fleet = FleetFile.model_validate({"title": "Benchmark", "operator": "operator"})
        book = BookInput(now, fleet, PeopleFile(), previous=found.previous, past=found.past)
        return len(render(book, "en")["changes/index.md"])

    def history_of(self, name: str) -> int:
        """Return how often a server changed, over all commits."""
        now = load_history(self._git, BEGIN + 400 * DAY).commits[0].at
        return len(object_history(self._workspace, self._git, f"server/{name}", now))

    def _run(self, *arguments: str, environment: dict[str, str] | None = None) -> None:
        env = {**os.environ, **(environment or {})}
        subprocess.run(["git", *arguments], cwd=self._workspace.root, env=env, check=True)


def cluster(day: int, at: datetime) -> Source:
    """Return a cluster in which 1 % of the workloads have another number of replicas each day."""

    def workload(number: int) -> Workload:
        changed = (day - number) // (100 // max(WORKLOADS // 100, 1))
        return Workload(
            name=f"web{number}",
            namespace=f"shop{number % 20}",
            kind="Deployment",
            replicas=1 + max(changed, 0) % 5,
        )

    deployments = Deployments(workloads=tuple(map(workload, range(WORKLOADS))))
    nodes = ClusterNodes(nodes=tuple(ClusterNode(name=f"n{number}") for number in range(10)))
    sections: dict[str, SectionState[Facts]] = {
        one.section: SectionState(state="ok", facts=one) for one in (deployments, nodes)
    }
    return Source(SourceId("cluster/prod"), "ok", "kubectl", at, sections)


if __name__ == "__main__":
    main()
