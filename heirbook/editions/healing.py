"""What a killed run left in `book/`: whole editions are adopted, the rest is not there."""

from collections.abc import Sequence
from pathlib import Path

from heirbook.editions.checksums import is_whole
from heirbook.editions.record import read_edition
from heirbook.inventory.past_edition import EDITION_ID
from heirbook.site.versions import EditionEntry


def healed(book: Path, listed: Sequence[EditionEntry]) -> tuple[EditionEntry, ...]:
    """Return the editions that stand in the folder, newest first.

    A listed one is believed; one that is not listed counts when its checksums are right.
    """
    known = {entry.version: entry for entry in listed}
    found = []
    for folder in _folders(book):
        if folder.name in known:
            found.append(known[folder.name])
        elif (edition := read_edition(folder)) and edition.id == folder.name and is_whole(folder):
            found.append(edition.entry())
    return tuple(sorted(found, key=lambda entry: order(entry.version), reverse=True))


def leftovers(book: Path, listed: Sequence[EditionEntry]) -> tuple[Path, ...]:
    """Return the folders named like editions that the list does not name."""
    known = {entry.version for entry in listed}
    return tuple(folder for folder in _folders(book) if folder.name not in known)


def order(edition_id: str) -> tuple[str, int]:
    """Return what editions are sorted by: the day, then the number on that day."""
    found = EDITION_ID.fullmatch(edition_id)
    return (found["day"], int(found["number"] or 1)) if found else (edition_id, 0)


def _folders(book: Path) -> list[Path]:
    if not book.is_dir():
        return []
    return sorted(
        folder
        for folder in book.iterdir()
        if EDITION_ID.fullmatch(folder.name) and folder.is_dir() and not folder.is_symlink()
    )
