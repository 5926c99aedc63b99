"""One digest over all that an edition is made from: equal digest, equal book."""

import hashlib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from heirbook import __version__
from heirbook.inventory.canonical import Plain, canonical, source_document
from heirbook.inventory.loading import FILES
from heirbook.inventory.snapshot import Snapshot
from heirbook.workspace import KNOWN_HOSTS, MKDOCS, Workspace

_MOVING = "observed_at"


def input_digest(workspace: Workspace, snapshot: Snapshot, languages: tuple[str, ...]) -> str:
    """Return `sha256:…` over stable facts, declared files, pages by hand, settings, catalogues.

    The times of observation do not count: looking again and finding the same makes no edition.
    """
    whole = hashlib.sha256()
    for name, content in _parts(workspace, snapshot):
        whole.update(f"{name}\0{len(content)}\0".encode())
        whole.update(content)
    whole.update(f"{__version__}\0{' '.join(languages)}".encode())
    return f"sha256:{whole.hexdigest()}"


def _parts(workspace: Workspace, snapshot: Snapshot) -> Iterator[tuple[str, bytes]]:
    for source_id, source in sorted(snapshot.sources.items()):
        yield source_id, canonical(_timeless(source_document(source)))
    for name in (*FILES, KNOWN_HOSTS, MKDOCS):
        if workspace.path(name).is_file():
            yield name, workspace.path(name).read_bytes()
    for folder in ("docs", "secrets-policy/secrets"):
        yield from _files(workspace.root, folder)
    for file in sorted(files("heirbook.handbook").joinpath("locales").iterdir(), key=str):
        if file.name.endswith(".po"):
            yield file.name, file.read_bytes()


def _files(root: Path, folder: str) -> Iterator[tuple[str, bytes]]:
    for file in sorted((root / folder).rglob("*")):
        if file.is_file():
            yield file.relative_to(root).as_posix(), file.read_bytes()


def _timeless(value: dict[str, Plain]) -> dict[str, Plain]:
    """Return a document without the times at which it was seen, at any depth."""
    return {key: _bare(item) for key, item in value.items() if key != _MOVING}


def _bare(value: Plain) -> Plain:
    match value:
        case dict():
            return _timeless(value)
        case list():
            return [_bare(item) for item in value]
        case _:
            return value
