"""What every way of collecting shares: what is known, asking, judging, publishing, committing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from heirbook.child import minimal_environment
from heirbook.collectors.collect import collect_sources
from heirbook.collectors.outcome import SourceRun
from heirbook.collectors.plan import KINDS, Wanted, plan
from heirbook.collectors.publishing import Known, Published, Seen, publish_seen
from heirbook.collectors.recording import write_recordings
from heirbook.collectors.run import Progress, Run
from heirbook.collectors.shard import Shard
from heirbook.collectors.source_plan import Planning
from heirbook.collectors.transports import Transports
from heirbook.errors import Problem
from heirbook.git import Git
from heirbook.inventory import git_commit
from heirbook.inventory.age import clock_went_back_s, last_seen
from heirbook.inventory.gate_terms import fingerprint_key, gate_terms
from heirbook.inventory.loading import Declared
from heirbook.inventory.reading_log import READINGS, load_readings
from heirbook.inventory.record import SourceId
from heirbook.inventory.store import SNAPSHOTS, load_snapshot, snapshot_path
from heirbook.publish import output_staging, workspace_staging
from heirbook.redaction import fingerprint, gate
from heirbook.redaction.scrub import scrub
from heirbook.workspace import Workspace

Show = Callable[[int, Mapping[str, datetime]], AbstractContextManager[Progress]]
"""Makes the display of progress from the number of sources and when each was last seen."""
Warnings = tuple[Problem, ...]


@dataclass(frozen=True)
class Request:
    """What the operator asked for."""

    only: tuple[str, ...] = ()
    commit: bool = False
    record: Path | None = None
    shard: Shard | None = None
    """Ask only this part of the sources, and keep what they say for `merge`."""


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


class Work:
    """One collection while the lock is held: what its ways of ending share."""

    def __init__(
        self, workspace: Workspace, declared: Declared, request: Request, around: Surroundings
    ) -> None:
        self.workspace = workspace
        self.declared = declared
        self.request = request
        self.around = around
        self.git = Git(workspace.root, minimal_environment(around.environ))
        self.key = fingerprint_key(workspace, around.environ)

    def check_places(self) -> None:
        """Refuse before the work what could not be written after it."""
        if self.request.commit:
            git_commit.checks(self.workspace, self.git)
        with workspace_staging(self.workspace) as staging:
            staging.require(SNAPSHOTS, READINGS)
        if self.request.record:
            with output_staging(self.request.record):
                pass

    def known(self, ids: tuple[SourceId, ...]) -> Known:
        """Return what the workspace holds of these sources.

        Raises:
            WorkspaceError: with every file that cannot be used.
        """
        return Known(load_snapshot(self.workspace, ids), load_readings(self.workspace, ids))

    def published(
        self,
        known: Known,
        runs: tuple[SourceRun, ...],
        found: Sequence[Seen],
        warnings: Warnings,
    ) -> Collection:
        """Return the collection after what was seen has been published, and committed if asked."""
        published = publish_seen(self.workspace, known, found, self.judge)
        committed = self.request.commit and self._commit(published, runs)
        odd = (*self.declared.warnings, *warnings, *_oddities(known, runs))
        return Collection(runs, published, self.declared, odd, committed)

    def record(self, runs: tuple[SourceRun, ...]) -> None:
        """Keep the scrubbed answers where the operator asked for them."""
        if self.request.record:
            scrubbed = partial(scrub, key=self.key)
            write_recordings(self.request.record, runs, scrubbed, self.judge)

    @property
    def key_id(self) -> str:
        """Return which key makes the fingerprints of removed secrets; 8 hex digits."""
        return fingerprint.key_id(self.key)

    def ask(self, chosen: Wanted, known: Known) -> tuple[tuple[SourceRun, ...], Warnings]:
        """Return what came of every source, and what is to be said of the ways to them."""
        around = self.around
        with closing(Transports(self.workspace, self.declared, around.environ)) as ways:
            planning = Planning(
                self.workspace, self.declared, known.readings, around.clock(), around.environ, ways
            )
            plans = plan(chosen, planning)
            with around.show(len(plans), _last_seen(known)) as progress:
                run = Run(
                    clock=around.clock,
                    scrub=partial(scrub, key=self.key),
                    progress=progress,
                    fp8=partial(fingerprint.fp8, self.key),
                    keep_recordings=self.request.record is not None,
                )
                parallel = {kind.name: kind.parallel(self.declared) for kind in KINDS}
                return collect_sources(plans, run, parallel), ways.warnings

    def judge(self, folder: Path) -> None:
        """Refuse staged files in which something looks like a secret.

        Raises:
            GateError: with each place.
        """
        today = self.around.clock().date()
        terms = gate_terms(self.workspace, self.declared, self.key, today)
        gate.require_clean(gate.check(folder, terms))

    def _commit(self, published: Published, runs: Sequence[SourceRun]) -> bool:
        now = self.around.clock()
        snapshots = {snapshot_path(run.source.id) for run in runs}.difference(published.paths)
        left = git_commit.left_uncommitted(self.git, snapshots)
        changed = bool(published.changed or left)
        if not git_commit.commit_is_due(self.git, now, facts_changed=changed):
            return False
        paths = tuple(sorted((*published.paths, *left)))
        return git_commit.commit(self.git, paths, subject(published, runs))


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
