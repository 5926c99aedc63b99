"""One collection from beginning to end: load, lock, ask, merge, judge, publish, commit."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from heirbook.child import minimal_environment
from heirbook.collectors.plan import wanted
from heirbook.collectors.publishing import new_run_id, seen
from heirbook.collectors.resource import RESOURCES
from heirbook.collectors.server_plan import ServerKind
from heirbook.collectors.shard import declared_digest
from heirbook.collectors.shard_merge import read_shards, run_of, seen_in
from heirbook.collectors.sharded import kept_apart
from heirbook.collectors.work import Collection, Request, Surroundings, Work
from heirbook.discovery import unit_ids
from heirbook.inventory import agreements
from heirbook.inventory.loading import Declared, load_declared
from heirbook.lock import lock, shared_lock
from heirbook.workspace import Workspace


def load_checked(workspace: Workspace, now: datetime) -> Declared:
    """Return what is declared, with the names of sections checked as well.

    Raises:
        WorkspaceError: with all problems of all files.
    """
    sections = frozenset(ServerKind().sections())
    resources = frozenset(unit_ids(RESOURCES))
    known = agreements.Known(
        today=now.date(), sections=sections, resources=resources, probes=_named_probes
    )
    return load_declared(workspace, known)


def _named_probes() -> frozenset[str]:
    from heirbook.collectors.endpoints.endpoints_plan import named_probes  # noqa: PLC0415  seldom needed

    return named_probes()


def collect(workspace: Workspace, request: Request, around: Surroundings) -> Collection:
    """Ask what is due, publish what changed, and return what came of it.

    A shard asks its part only and publishes nothing: its answers are kept apart for `merge`.

    Raises:
        HeirbookError: when the workspace, the lock, the gate, the disk or git refuses.
    """
    declared = load_checked(workspace, around.clock())
    chosen = wanted(request.only, declared)
    environment = minimal_environment(around.environ)
    if request.shard:
        with shared_lock(workspace, environment):
            return kept_apart(Work(workspace, declared, request, around), chosen, request.shard)
    with lock(workspace, around.clock(), environment):
        work = Work(workspace, declared, request, around)
        work.check_places()
        known = work.known(tuple(chosen.sections))
        runs, warnings = work.ask(chosen, known)
        done = work.published(known, runs, seen(runs, work.key_id, new_run_id()), warnings)
        work.record(runs)
        return done


def merge(
    workspace: Workspace, folders: Sequence[Path], request: Request, around: Surroundings
) -> Collection:
    """Publish what the shards of one collection saw, as one run would have.

    Raises:
        HeirbookError: when a shard is missing, doubled, foreign or damaged, or as `collect`.
    """
    declared = load_checked(workspace, around.clock())
    with lock(workspace, around.clock(), minimal_environment(around.environ)):
        work = Work(workspace, declared, request, around)
        work.check_places()
        shards = read_shards(folders, declared_digest(workspace))
        run_id = new_run_id()
        found = tuple(one for shard in shards for one in seen_in(shard, run_id))
        known = work.known(tuple(one.source.id for one in found))
        done = work.published(known, tuple(map(run_of, found)), found, ())
        for shard in shards:
            shard.use_up()
        return done
