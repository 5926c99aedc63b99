"""One edition copied to another folder: read back, and moved to its place only when whole."""

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from heirbook.editions.checksums import NAME, differences, is_whole, listed_sums
from heirbook.editions.portable import portable_problems
from heirbook.errors import OutputError, Problem, WorkspaceError
from heirbook.folder import output_errors

COMING = "heirbook-coming"
"""What is being copied, and not whole yet."""
GOING = "heirbook-going"
"""A damaged copy on its way out, after a whole one is there."""
_PIECE_BYTES = 1 << 20


def copy_edition(edition: Path, place: Path) -> bool:
    """Copy an edition into a folder; return False where a whole copy stands there already.

    A damaged copy stays until the new one has been read back from the disk.

    Raises:
        WorkspaceError: when the edition itself is damaged, or has names that FAT refuses.
        OutputError: when the disk refuses, or gives back other bytes than it was given.
    """
    target = place / edition.name
    sums = (edition / NAME).read_bytes() if (edition / NAME).is_file() else b""
    if target.is_dir() and is_whole(target) and (target / NAME).read_bytes() == sums:
        return False
    listed = _listed(edition)
    try:
        with output_errors(f"{place}/{edition.name}"):
            _write(edition, listed, place / COMING)
        _read_back(edition, listed, place)
    except BaseException:
        shutil.rmtree(place / COMING, ignore_errors=True)
        raise
    with output_errors(f"{place}/{edition.name}"):
        if target.exists():
            target.rename(place / GOING)
        (place / COMING).rename(target)
        _sync(place)
        clear(place)
    return True


def _write(edition: Path, listed: Iterable[str], coming: Path) -> None:
    for path in (*listed, NAME):
        _copy(edition / path, coming / path)
    for folder in (coming, *(one for one in coming.rglob("*") if one.is_dir())):
        _sync(folder)


def _read_back(edition: Path, listed: Mapping[str, str], place: Path) -> None:
    wrong = differences(place / COMING, listed)
    if not wrong:
        return
    first = next(iter((*wrong.missing, *wrong.changed, *wrong.added)))
    here = differences(edition, listed)
    if first in (*here.missing, *here.changed):
        raise _damaged(edition, first)
    message = f"'{place}' does not give back what was written: '{first}'"
    raise OutputError(message, "try another disk")


def clear(place: Path) -> None:
    """Remove what a killed run left in a place."""
    for name in (COMING, GOING):
        folder = place / name
        if folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder)


def _listed(edition: Path) -> dict[str, str]:
    listed = listed_sums(edition)
    if listed is None:
        raise _damaged(edition, NAME)
    problems = tuple(Problem(path, "", "") for path in portable_problems(listed))
    if problems:
        raise WorkspaceError("names that not every disk takes", "rename these", problems)
    return listed


def _damaged(edition: Path, path: str) -> WorkspaceError:
    message = f"edition '{edition.name}' in book/ is damaged: '{path}'"
    return WorkspaceError(message, f"rm -r '{edition}', then: heirbook build")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        opened = source.open("rb")
    except FileNotFoundError:
        return  # the comparison that follows names it
    with opened, target.open("xb") as written:
        shutil.copyfileobj(opened, written, _PIECE_BYTES)
        written.flush()
        os.fsync(written.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
