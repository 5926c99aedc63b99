"""The snapshot on disk: one file a source, loaded whole or refused with all problems at once."""

import gc
import os
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from heirbook.errors import Problem, WorkspaceError
from heirbook.inventory.canonical import Plain, section_document, source_bytes, source_document
from heirbook.inventory.record import Facts, SourceId
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.snapshot import Snapshot, Source
from heirbook.inventory.source_file import LARGEST_BYTES, DamagedError, parse_source
from heirbook.workspace import Workspace

SNAPSHOTS = "inventory/snapshots"
KINDS = ("cluster", "endpoints", "server", "tree")
NOTHING_SEEN = datetime(1970, 1, 1, tzinfo=UTC)
"""`as_of` of a snapshot without sources."""
MOVE_AFTER = timedelta(hours=24)
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


def snapshot_path(source: SourceId) -> str:
    """Return where a source's snapshot stands, below the workspace's root."""
    return f"{SNAPSHOTS}/{source}.json"


def stored_ids(workspace: Workspace) -> tuple[SourceId, ...]:
    """Return the ids of all sources that a snapshot file is there for, declared or not."""
    return tuple(
        SourceId(f"{kind}/{path.stem}")
        for kind in KINDS
        for path in sorted((workspace.snapshots / kind).glob("*.json"))
    )


def load_snapshot(workspace: Workspace, ids: Collection[SourceId] | None = None) -> Snapshot:
    """Return what was observed of these sources; of all that are stored when `ids` is None.

    Raises:
        WorkspaceError: with every file that cannot be used.
    """
    wanted = stored_ids(workspace) if ids is None else tuple(sorted(ids))
    sources: list[Source] = []
    problems: list[Problem] = []
    with collector_paused():
        for content, source_id, problem in _contents(workspace, wanted):
            try:
                if problem is not None:
                    problems.append(problem)
                elif content is not None:
                    sources.append(_checked(content, source_id))
            except DamagedError as error:
                problems.append(error.problem)
    if problems:
        raise _refused(problems)
    return snapshot_of(sources)


def snapshot_of(sources: Collection[Source]) -> Snapshot:
    """Return the sources as one snapshot; its time is the newest of theirs."""
    as_of = max((source.observed_at for source in sources), default=NOTHING_SEEN)
    return Snapshot(as_of, {source.id: source for source in sources})


def planned_bytes(previous: Source | None, merged: Source) -> bytes | None:
    """Return what a source's file is rewritten with; None when it may stay as it is.

    It is rewritten when a fact or a state changed, else once in 24 hours to move `observed_at`.
    """
    fresh = previous is not None and merged.observed_at < previous.observed_at + MOVE_AFTER
    return None if fresh and same_facts(previous, merged) else source_bytes(merged)


def same_facts(previous: Source | None, merged: Source) -> bool:
    """Return whether nothing but times moved: what git need not show more than once a day."""
    if previous is None or _timeless_head(previous) != _timeless_head(merged):
        return False
    before, after = previous.sections, merged.sections
    return before.keys() == after.keys() and all(
        # equal records are told apart from others at once; lists may only be in another order
        before[name] == after[name] or _timeless(before[name]) == _timeless(after[name])
        for name in before
    )


def _timeless_head(source: Source) -> Plain:
    return {**source_document(replace(source, sections={})), "observed_at": None}


def _timeless(state: SectionState[Facts]) -> Plain:
    return section_document(state.model_copy(update={"observed_at": None}))


def _checked(content: bytes, source_id: SourceId) -> Source:
    where = snapshot_path(source_id)
    source = parse_source(content, where)
    if source.id != source_id:
        raise DamagedError(where, f"is the snapshot of '{source.id}'", "source")
    return source


def _contents(
    workspace: Workspace, ids: tuple[SourceId, ...]
) -> Iterator[tuple[bytes | None, SourceId, Problem | None]]:
    """Yield each file's content, None when it is missing, or why it cannot be read."""
    for kind in KINDS:
        names = [source_id for source_id in ids if source_id.partition("/")[0] == kind]
        if not names:
            continue
        try:
            folder = os.open(workspace.snapshots / kind, _FOLDER)
        except FileNotFoundError:
            continue
        except OSError as error:
            where = f"{SNAPSHOTS}/{kind}"
            yield None, names[0], Problem(where, "", os.strerror(error.errno or 0).lower())
            continue
        try:
            for source_id in names:
                yield _content(folder, source_id)
        finally:
            os.close(folder)


def _content(folder: int, source_id: SourceId) -> tuple[bytes | None, SourceId, Problem | None]:
    where = snapshot_path(source_id)
    try:
        descriptor = os.open(f"{source_id.partition('/')[2]}.json", _FILE, dir_fd=folder)
    except FileNotFoundError:
        return None, source_id, None
    except OSError as error:
        return None, source_id, Problem(where, "", os.strerror(error.errno or 0).lower())
    try:
        size_bytes, problem = _size(descriptor, where)
        content = None if problem else os.read(descriptor, size_bytes)
    finally:
        os.close(descriptor)
    return content, source_id, problem


def _size(descriptor: int, where: str) -> tuple[int, Problem | None]:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        return 0, Problem(where, "", "is not a regular file")
    if status.st_size > LARGEST_BYTES:
        return 0, Problem(where, "", "is larger than 64 MiB")
    return status.st_size, None


def _refused(problems: list[Problem]) -> WorkspaceError:
    count = len(problems)
    message = f"{count} snapshots cannot be used" if count > 1 else "a snapshot cannot be used"
    hint = f"git restore {SNAPSHOTS}, or remove the file and run: heirbook collect"
    return WorkspaceError(message, hint, tuple(problems))


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the garbage collector meanwhile: records hold no cycles, and it triples the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
