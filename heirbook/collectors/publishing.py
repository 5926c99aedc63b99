"""From what a run saw to the workspace's files: merged, staged, judged by the gate, moved."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from heirbook import __version__
from heirbook.collectors.outcome import SourceRun
from heirbook.inventory.merge import merge_source
from heirbook.inventory.reading_log import appended, readings_path
from heirbook.inventory.readings import Reading, Readings
from heirbook.inventory.snapshot import Snapshot, Source
from heirbook.inventory.store import planned_bytes, same_facts, snapshot_path
from heirbook.inventory.volatile import reading_values
from heirbook.publish import workspace_staging
from heirbook.workspace import Workspace

Gate = Callable[[Path], None]


@dataclass(frozen=True)
class Known:
    """What the workspace held before the run."""

    snapshot: Snapshot
    readings: Readings


@dataclass(frozen=True)
class Published:
    """What a run changed: the merged sources, and the paths written below the root."""

    sources: tuple[Source, ...]
    paths: tuple[str, ...]
    changed: tuple[str, ...]
    """Ids of sources with another fact or state; others were rewritten to move their time."""


@dataclass(frozen=True)
class Seen:
    """What one run saw of a source, and its line for the log of readings."""

    source: Source
    reading: Reading


def seen(runs: Sequence[SourceRun], fingerprint_key_id: str, run_id: str) -> tuple[Seen, ...]:
    """Return what a run saw, each source with its line of readings."""
    return tuple(
        Seen(replace(run.source, fingerprint_key_id=fingerprint_key_id), _reading(run, run_id))
        for run in runs
    )


def new_run_id() -> str:
    """Return what tells the lines of one run from those of others: 8 hex digits."""
    return secrets.token_hex(4)


def publish_seen(
    workspace: Workspace, known: Known, found: Sequence[Seen], gate: Gate
) -> Published:
    """Merge what was seen with what was known, and publish what changed, wholly or not at all.

    Raises:
        GateError: when something looks like a secret; nothing was published.
        OutputError: when the disk refuses; what was there stays.
    """
    files: dict[str, bytes] = {}
    merged: list[Source] = []
    changed: list[str] = []
    for one in found:
        before = known.snapshot.sources.get(one.source.id)
        lines = known.readings.lines.get(one.source.id, ())
        source = merge_source(before, one.source, lines)
        merged.append(source)
        if not same_facts(before, source):
            changed.append(source.id)
        content = planned_bytes(before, source)
        if content is not None:
            files[snapshot_path(source.id)] = content
        files[readings_path(source.id)] = appended(lines, one.reading)
    written = _publish(workspace, files, gate)
    return Published(tuple(merged), written, tuple(changed))


def _reading(run: SourceRun, run_id: str) -> Reading:
    source = run.source
    return Reading(
        at=source.observed_at,
        run=run_id,
        took_ms=run.took_ms,
        tool_version=__version__,
        sections={name: source.sections[name].state for name in sorted(run.asked)},
        values=reading_values(source.sections),
    )


def _publish(workspace: Workspace, files: Mapping[str, bytes], gate: Gate) -> tuple[str, ...]:
    with workspace_staging(workspace) as staging:
        for path, content in sorted(files.items()):
            staging.write(path, content)
        return staging.publish(gate)
