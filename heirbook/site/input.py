"""Reads a workspace into the frozen input of the renderer."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from heirbook import __version__
from heirbook.collectors.pins import read_pins
from heirbook.git import Git
from heirbook.handbook.book_input import BookInput, Connection, EditionRecord, PinnedKey
from heirbook.inventory.canonical import digest_of
from heirbook.inventory.json_loader import load_json_lines
from heirbook.inventory.kubectl_settings import contexts
from heirbook.inventory.loading import FILES, Declared, load_declared
from heirbook.inventory.readings import Reading, Readings
from heirbook.inventory.record import Fingerprint, ServerName
from heirbook.inventory.store import load_snapshot
from heirbook.inventory.verified import load_verifications
from heirbook.site.earlier import before
from heirbook.site.section_titles import host_sections, section_titles
from heirbook.workspace import KNOWN_HOSTS, Workspace


def load_book_input(workspace: Workspace, title: str = "", git: Git | None = None) -> BookInput:
    """Return everything that the book of this workspace is rendered from, in any language.

    `handwritten` differs between languages and is left empty here. Without `git` the book knows
    of no commits: what changed is dated by the looks themselves.

    Raises:
        WorkspaceError: with all problems of the declared files, or of the snapshots.
    """
    declared = load_declared(workspace)
    snapshot = load_snapshot(workspace)
    editions = edition_records(workspace.book)
    earlier = before(workspace.book, snapshot, editions, git)
    return BookInput(
        snapshot=snapshot,
        fleet=declared.fleet,
        people=declared.people,
        endpoints=declared.endpoints,
        secrets=declared.secrets,
        contexts=contexts(declared.kubectl),
        verifications=load_verifications(workspace),
        readings=_readings(workspace, snapshot.sources),
        previous=earlier.previous,
        past=earlier.past,
        connections=_connections(workspace, declared),
        revoked_keys=_revoked(workspace),
        section_titles=section_titles(),
        section_loss={unit.id: unit.value.root for unit in host_sections() if unit.value.root},
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
            installed=ssh.mode == "installed",
            pinned=tuple(
                PinnedKey(key.key_type, Fingerprint(key.fingerprint), key.base64)
                for key in pins.lookup(server.address, ssh.port)
            ),
        )
    return found


def _revoked(workspace: Workspace) -> tuple[PinnedKey, ...]:
    """Return the host keys that leaked, each once."""
    pins = read_pins(workspace.path(KNOWN_HOSTS)).entries
    keys = dict.fromkeys(pin.key for pin in pins if pin.revoked)
    return tuple(PinnedKey(key.key_type, Fingerprint(key.fingerprint), key.base64) for key in keys)


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
