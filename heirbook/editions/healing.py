"""What a killed run left in `book/`: whole editions are adopted, the rest is not there."""

from collections.abc import Sequence
from pathlib import Path

from heirbook.editions.checksums import NAME, is_whole, missing
from heirbook.editions.record import NAME as RECORD
from heirbook.editions.record import read_edition
from heirbook.inventory.past_edition import EDITION_ID
from heirbook.site.versions import EditionEntry


def healed(book: Path, listed: Sequence[EditionEntry]) -> tuple[EditionEntry, ...]:
    """Return the editions that stand in the folder, newest first.

    A listed one is believed while its files are there; one that is not listed counts when its
    checksums are right.
    """
    known = {entry.version: entry for entry in listed}
    found = []
    for folder in _folders(book):
        if folder.name in known:
            if missing(folder) is None:
                found.append(known[folder.name])
        elif (edition := read_edition(folder)) and edition.id == folder.name and is_whole(folder):
            found.append(edition.entry())
    return tuple(sorted(found, key=lambda entry: order(entry.version), reverse=True))


def half_deleted(book: Path, listed: Sequence[EditionEntry]) -> dict[str, str]:
    """Return the listed editions that lack a file, by id, each with the first that is gone."""
    folders = {folder.name: folder for folder in _folders(book)}
    gone = {
        entry.version: missing(folders[entry.version]) if entry.version in folders else NAME
        for entry in listed
    }
    return {edition: path for edition, path in gone.items() if path is not None}


def leftovers(book: Path, listed: Sequence[EditionEntry]) -> tuple[Path, ...]:
    """Return the folders of editions that the list does not name.

    A folder that only happens to be called like an edition is not ours, and stays.
    """
    known = {entry.version for entry in listed}
    return tuple(
        folder
        for folder in _folders(book)
        if folder.name not in known and any((folder / name).is_file() for name in (RECORD, NAME))
    )


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
