"""Reads a workspace into the frozen input of the renderer."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from heirbook import __version__
from heirbook.collectors.pins import read_pins
from heirbook.collectors.section import Section
from heirbook.discovery import Unit, units
from heirbook.handbook.book_input import BookInput, Connection, EditionRecord, PinnedKey
from heirbook.inventory.canonical import digest_of
from heirbook.inventory.json_loader import load_json_lines
from heirbook.inventory.loading import FILES, Declared, load_declared
from heirbook.inventory.readings import Reading, Readings
from heirbook.inventory.record import Fingerprint, ServerName
from heirbook.inventory.snapshot import Snapshot
from heirbook.inventory.source_file import parse_source
from heirbook.inventory.store import load_snapshot, snapshot_of
from heirbook.workspace import KNOWN_HOSTS, Workspace


def load_book_input(workspace: Workspace, title: str = "") -> BookInput:
    """Return everything that the book of this workspace is rendered from, in any language.

    `handwritten` differs between languages and is left empty here.

    Raises:
        WorkspaceError: with all problems of the declared files, or of the snapshots.
    """
    declared = load_declared(workspace)
    snapshot = load_snapshot(workspace)
    editions = edition_records(workspace.book)
    return BookInput(
        snapshot=snapshot,
        fleet=declared.fleet,
        people=declared.people,
        readings=_readings(workspace, snapshot.sources),
        previous=_previous(workspace.book, editions),
        connections=_connections(workspace, declared),
        section_titles={unit.id: unit.value.title for unit in _sections()},
        section_loss={unit.id: unit.value.root for unit in _sections() if unit.value.root},
        editions=editions,
        title=title,
        tool_version=__version__,
        digests=_digests(workspace),
    )


def edition_records(book: Path) -> tuple[EditionRecord, ...]:
    """Return the editions that the book's pointer names, newest first."""
    pointer = book / "versions.json"
    if not pointer.is_file():
        return ()
    return tuple(
        EditionRecord(
            id=entry["version"],
            snapshot_at=datetime.fromisoformat(entry["properties"]["snapshot"]),
            languages=tuple(entry["properties"]["languages"]),
        )
        for entry in json.loads(pointer.read_text("utf-8"))
    )


def _sections() -> tuple[Unit[Section], ...]:
    return units("heirbook.collectors.sections", "SECTION", Section)


def _previous(book: Path, editions: tuple[EditionRecord, ...]) -> Snapshot | None:
    """Return the snapshot of the newest edition, from the data it carries."""
    if not editions:
        return None
    folder = book / editions[0].id / "data"
    files = sorted(folder.glob("*/*.json"))
    return snapshot_of([parse_source(file.read_bytes(), file.name) for file in files])


def _readings(workspace: Workspace, sources: Iterable[str]) -> Readings:
    lines = {}
    for source in sources:
        values, _ = load_json_lines(workspace.root, f"inventory/readings/{source}.jsonl")
        if values:
            lines[source] = tuple(Reading.model_validate(value) for value in values)
    return Readings(lines=lines)


def _connections(workspace: Workspace, declared: Declared) -> Mapping[ServerName, Connection]:
    pins = read_pins(workspace.path(KNOWN_HOSTS))
    found = {}
    for name, server in declared.fleet.servers.items():
        ssh = declared.ssh.for_server(name)
        found[ServerName(name)] = Connection(
            server=ServerName(name),
            address=server.address,
            port=ssh.port,
            user=ssh.user,
            jumps=_jumps(declared, name, frozenset()),
            switched_off=None if ssh.enabled else ssh.reason or "",
            pinned=tuple(
                PinnedKey(key.key_type, Fingerprint(key.fingerprint))
                for key in pins.lookup(server.address, ssh.port)
            ),
        )
    return found


def _jumps(declared: Declared, name: str, seen: frozenset[str]) -> tuple[ServerName, ...]:
    """Return the jump servers to a server, outermost first; the first may be behind others."""
    via = declared.ssh.for_server(name).via
    if not via or name in seen:
        return ()
    return (*_jumps(declared, via[0], seen | {name}), *map(ServerName, via))


def _digests(workspace: Workspace) -> Mapping[str, str]:
    return {
        name: digest_of(workspace.path(name).read_bytes())
        for name in FILES
        if workspace.path(name).is_file()
    }
