"""Runs of a whole collection over one cluster, for tests."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from heirbook.collectors.collection import collect
from heirbook.collectors.outcome import SourceRun
from heirbook.collectors.run import Progress
from heirbook.collectors.work import Collection, Request, Surroundings
from heirbook.inventory.record import Facts, SourceId
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.snapshot import Source
from heirbook.inventory.store import load_snapshot
from heirbook.workspace import Workspace
from tests.parts.kubectl import ClusterWorkspace

PROD = SourceId("cluster/prod")


class _Silence:
    def started(self, source: str) -> None:
        """Say nothing."""

    def finished(self, run: SourceRun) -> None:
        """Say nothing."""


@contextmanager
def unseen(count: int, seen: object) -> Iterator[Progress]:
    """Show nothing of how a run goes on."""
    del count, seen
    yield _Silence()


@dataclass(frozen=True)
class Collected:
    """What a run saw, and what the workspace knows after it."""

    run: Source
    stored: Source
    collection: Collection

    def state(self, section: str) -> tuple[str, str | None]:
        """Return state and reason of a section as this run saw it."""
        seen = self.run.sections[section]
        return seen.state, seen.reason

    def section(self, name: str) -> SectionState[Facts]:
        """Return a section as it is stored."""
        return self.stored.sections[name]


def collected(
    work: ClusterWorkspace,
    *sections: str,
    now: datetime | None = None,
    record: Path | None = None,
) -> Collected:
    """Return what came of one run over `prod`, of these sections or of all."""
    workspace = Workspace(work.root)
    moment = now or work.now
    only = tuple(f"{PROD}:{name}" for name in sections) or (str(PROD),)
    around = Surroundings(lambda: moment, work.environ, unseen)
    done = collect(workspace, Request(only=only, record=record), around)
    (run,) = done.runs
    return Collected(run.source, load_snapshot(workspace, (PROD,)).sources[PROD], done)


def texts(folder: Path) -> str:
    """Return all that stands in the files below a folder."""
    files: Sequence[Path] = sorted(path for path in folder.rglob("*") if path.is_file())
    return "\n".join(file.read_text("utf-8", "replace") for file in files)
