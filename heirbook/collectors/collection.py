"""One collection from beginning to end: load, lock, ask, merge, judge, publish, commit."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from heirbook.child import minimal_environment
from heirbook.collectors.collect import collect_sources
from heirbook.collectors.outcome import SourceRun
from heirbook.collectors.plan import KINDS, Wanted, plan, wanted
from heirbook.collectors.publishing import Known, Published, publish_collection
from heirbook.collectors.recording import write_recordings
from heirbook.collectors.run import Progress, Run
from heirbook.collectors.server_plan import ServerKind
from heirbook.collectors.source_plan import Planning
from heirbook.collectors.transports import Transports
from heirbook.errors import Problem
from heirbook.git import Git
from heirbook.inventory import agreements, git_commit
from heirbook.inventory.age import clock_went_back_s, last_seen
from heirbook.inventory.gate_terms import fingerprint_key, gate_terms
from heirbook.inventory.loading import Declared, load_declared
from heirbook.inventory.reading_log import READINGS, load_readings
from heirbook.inventory.store import SNAPSHOTS, load_snapshot, snapshot_path
from heirbook.lock import lock
from heirbook.publish import output_staging, workspace_staging
from heirbook.redaction import fingerprint, gate
from heirbook.redaction.scrub import scrub
from heirbook.workspace import Workspace

Show = Callable[[int, Mapping[str, datetime]], AbstractContextManager[Progress]]
"""Makes the display of progress from the number of sources and when each was last seen."""


@dataclass(frozen=True)
class Request:
    """What the operator asked for."""

    only: tuple[str, ...] = ()
    commit: bool = False
    record: Path | None = None


@dataclass(frozen=True)
class Surroundings:
    """What the command line gives: the clock, the environment, and how progress is shown."""

    clock: Callable[[], datetime]
    environ: Mapping[str, str]
    show: Show


@dataclass(frozen=True)
class Collection:
    """What came of a collection."""

    runs: tuple[SourceRun, ...]
    published: Published
    declared: Declared
    warnings: tuple[Problem, ...] = ()
    """What is allowed but unwise, such as weak keys, and what was odd about the files here."""
    committed: bool = False


def load_checked(workspace: Workspace, now: datetime) -> Declared:
    """Return what is declared, with the names of sections checked as well.

    Raises:
        WorkspaceError: with all problems of all files.
    """
    sections = frozenset(ServerKind().sections())
    return load_declared(workspace, agreements.Known(today=now.date(), sections=sections))


def collect(workspace: Workspace, request: Request, around: Surroundings) -> Collection:
    """Ask what is due, publish what changed, and return what came of it.

    Raises:
        HeirbookError: when the workspace, the lock, the gate, the disk or git refuses.
    """
    declared = load_checked(workspace, around.clock())
    chosen = wanted(request.only, declared)
    environment = minimal_environment(around.environ)
    with lock(workspace, around.clock(), environment):
        return _Work(workspace, declared, request, around).done(chosen)


class _Work:
    """One collection while the lock is held."""

    def __init__(
        self, workspace: Workspace, declared: Declared, request: Request, around: Surroundings
    ) -> None:
        self._workspace = workspace
        self._declared = declared
        self._request = request
        self._around = around
        self._git = Git(workspace.root, minimal_environment(around.environ))
        self._key = fingerprint_key(workspace, around.environ)

    def done(self, chosen: Wanted) -> Collection:
        """Return the collection after everything has been published."""
        if self._request.commit:
            git_commit.checks(self._workspace, self._git)
        with workspace_staging(self._workspace) as staging:
            staging.require(SNAPSHOTS, READINGS)
        if self._request.record:
            with output_staging(self._request.record):
                pass  # a folder that cannot be written is refused before the work
        known = Known(
            load_snapshot(self._workspace, tuple(chosen.sections)),
            load_readings(self._workspace, tuple(chosen.sections)),
        )
        with closing(Transports(self._workspace, self._declared, self._around.environ)) as ways:
            runs = self._ask(chosen, known, ways)
        key_id = fingerprint.key_id(self._key)
        published = publish_collection(self._workspace, known, runs, key_id, self._judge)
        if self._request.record:
            scrubbed = partial(scrub, key=self._key)
            write_recordings(self._request.record, runs, scrubbed, self._judge)
        committed = self._request.commit and self._commit(published, runs)
        warnings = (*self._declared.warnings, *ways.warnings, *_oddities(known, runs))
        return Collection(runs, published, self._declared, warnings, committed)

    def _ask(self, chosen: Wanted, known: Known, ways: Transports) -> tuple[SourceRun, ...]:
        around = self._around
        planning = Planning(
            self._workspace, self._declared, known.readings, around.clock(), around.environ, ways
        )
        plans = plan(chosen, planning)
        with around.show(len(plans), _last_seen(known)) as progress:
            run = Run(
                clock=around.clock,
                scrub=partial(scrub, key=self._key),
                progress=progress,
                keep_recordings=self._request.record is not None,
            )
            parallel = {kind.name: kind.parallel(self._declared) for kind in KINDS}
            return collect_sources(plans, run, parallel)

    def _judge(self, folder: Path) -> None:
        today = self._around.clock().date()
        terms = gate_terms(self._workspace, self._declared, self._key, today)
        gate.require_clean(gate.check(folder, terms))

    def _commit(self, published: Published, runs: Sequence[SourceRun]) -> bool:
        now = self._around.clock()
        snapshots = {snapshot_path(run.source.id) for run in runs}.difference(published.paths)
        left = git_commit.left_uncommitted(self._git, snapshots)
        changed = bool(published.changed or left)
        if not git_commit.commit_is_due(self._git, now, facts_changed=changed):
            return False
        paths = tuple(sorted((*published.paths, *left)))
        return git_commit.commit(self._git, paths, subject(published, runs))


def _oddities(known: Known, runs: Sequence[SourceRun]) -> Iterator[Problem]:
    """Yield what was passed over: a torn line of a log, an answer older than what is known."""
    for note in known.readings.notes:
        yield Problem("", "", note)
    for run in runs:
        source = known.snapshot.sources.get(run.source.id)
        ahead_s = clock_went_back_s(source.observed_at, run.source.observed_at) if source else 0
        if ahead_s:
            message = f"the clock went back by {timedelta(seconds=ahead_s)}; what is known stays"
            yield Problem(snapshot_path(run.source.id), "observed_at", message)


def _last_seen(known: Known) -> dict[str, datetime]:
    """Return when facts of each source were last seen; a run that saw nothing does not count."""
    lines = known.readings.lines
    seen = {
        str(name): last_seen(source, lines.get(name, ()))
        for name, source in known.snapshot.sources.items()
    }
    return {name: at for name, at in seen.items() if at}


def subject(published: Published, runs: Sequence[SourceRun]) -> str:
    """Return the subject of a collection's commit.

    Sample: `collect: 3 changed, 1 unreachable`.
    """
    failed = [run.source.state for run in runs if run.source.state not in {"ok", "partial"}]
    states = sorted(set(failed))
    counts = [f"{failed.count(state)} {state.replace('_', ' ')}" for state in states]
    return "collect: " + ", ".join([f"{len(published.changed)} changed", *counts])
