"""Places outside the workspace brought up to `book/`: editions first, the pointer last."""

import json
import os
import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from heirbook.editions.copying import clear, copy_edition
from heirbook.editions.record import read_edition
from heirbook.errors import HeirbookError, OutputError, UsageError, WorkspaceError
from heirbook.folder import output_errors
from heirbook.inventory.declared import PublishPlace
from heirbook.inventory.past_edition import EDITION_ID
from heirbook.inventory.record import iso
from heirbook.lock import lock
from heirbook.publish import PAGE_FILE, workspace_staging
from heirbook.site.versions import POINTER, EditionEntry, read_versions
from heirbook.workspace import Workspace

RECORD = "book/published.json"
_BESIDE = ("index.html", "versions.js", POINTER)
"""The files beside the editions, the pointer last."""


@dataclass(frozen=True)
class Place:
    """A folder that the book is copied to."""

    name: str
    """As `fleet.yml` calls it, or the path that was given."""
    path: Path
    removable: bool = False


@dataclass(frozen=True)
class Published:
    """What became of one place."""

    place: Place
    state: Literal["published", "absent", "failed"]
    edition: str = ""
    """The newest edition that stands there now."""
    copied: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    error: HeirbookError | None = None


def places(
    root: Path, declared: Mapping[str, PublishPlace], wanted: Sequence[str]
) -> tuple[Place, ...]:
    """Return the places that are wanted, by name or as a path; all declared ones for none.

    A declared path that is not absolute starts at the workspace's root.

    Raises:
        UsageError: when a name is not declared, or nothing is.
    """
    if not wanted and not declared:
        raise UsageError("no place is declared", "add one under 'publish:' in inventory/fleet.yml")
    found = []
    for name in wanted or sorted(declared):
        if name in declared:
            one = declared[name]
            found.append(Place(name, root / one.path, one.removable))
        elif os.sep in name or name.startswith("."):
            found.append(Place(name, Path(name).resolve()))
        else:
            known = ", ".join(sorted(declared)) or "none is declared"
            raise UsageError(f"no place is called '{name}'", f"one of: {known}, or a path with '/'")
    return tuple(found)


def publish(workspace: Workspace, wanted: Sequence[Place], now: datetime) -> tuple[Published, ...]:
    """Return what became of each place; one that fails does not stop the others.

    Raises:
        WorkspaceError: when there is no edition.
        LockedError: when another run is at work.
    """
    with lock(workspace, now):
        entries = read_versions(workspace.book)
        if not entries:
            raise WorkspaceError("no edition was built yet", "heirbook build")
        done = tuple(_published(workspace, place, entries) for place in wanted)
        _record(workspace, done, now)
    return done


def _published(workspace: Workspace, place: Place, entries: Sequence[EditionEntry]) -> Published:
    if not place.path.parent.is_dir():
        if place.removable:
            return Published(place, "absent")
        missing = OutputError(f"there is no folder '{place.path.parent}'", "is its disk mounted?")
        return Published(place, "failed", error=missing)
    try:
        return _brought_up(workspace, place, entries)
    except HeirbookError as error:
        return Published(place, "failed", error=error)


def _brought_up(workspace: Workspace, place: Place, entries: Sequence[EditionEntry]) -> Published:
    book, target = workspace.book, place.path
    _refuse_inside(workspace, place)
    with output_errors(str(target)):
        target.mkdir(exist_ok=True)
        clear(target)
    listed = [entry.version for entry in entries]
    copied = tuple(name for name in listed if copy_edition(book / name, target))
    with output_errors(str(target)):
        for name in _BESIDE:
            _replace(book / name, target / name)
        removed = _without_unlisted(target, listed)
    return Published(place, "published", listed[0], copied, removed)


def _refuse_inside(workspace: Workspace, place: Place) -> None:
    target = place.path.resolve()
    if target == workspace.book.resolve() or target.is_relative_to(workspace.book.resolve()):
        raise UsageError(f"'{place.path}' is the book itself", "name a folder outside of book/")


def _replace(source: Path, target: Path) -> None:
    """Write a file aside, and put it in the place of the old one when it is on the disk."""
    aside = target.with_name(f"{target.name}.new")
    with aside.open("wb") as written:
        written.write(source.read_bytes())
        written.flush()
        os.fsync(written.fileno())
    if aside.read_bytes() != source.read_bytes():
        raise OutputError(f"'{target}' does not give back what was written", "try another disk")
    aside.replace(target)


def _without_unlisted(target: Path, listed: Collection[str]) -> tuple[str, ...]:
    """Remove editions that the book no longer lists; what is not one of ours stays."""
    gone = []
    for folder in sorted(target.iterdir()):
        named = EDITION_ID.fullmatch(folder.name) and folder.name not in listed
        if named and not folder.is_symlink() and read_edition(folder) is not None:
            shutil.rmtree(folder)
            gone.append(folder.name)
    return tuple(gone)


def _record(workspace: Workspace, done: Sequence[Published], now: datetime) -> None:
    """Note which place has which edition since when; a damaged note is begun anew."""
    try:
        noted = json.loads(workspace.path(RECORD).read_text("utf-8"))
    except (OSError, ValueError):
        noted = {}
    noted = noted if isinstance(noted, dict) else {}
    new = {
        one.place.name: {"at": iso(now), "edition": one.edition}
        for one in done
        if one.state == "published"
    }
    if not new:
        return
    text = json.dumps({**noted, **new}, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    with workspace_staging(workspace) as staging:
        staging.write(RECORD, text.encode(), PAGE_FILE)
        staging.publish(None)
