"""Reads what was before: the edition before this one, and the commits since then."""

from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from heirbook.errors import OutputError
from heirbook.git import Git
from heirbook.handbook.book_input import EditionRecord
from heirbook.i18n import N_
from heirbook.inventory.changes import changes
from heirbook.inventory.history import (
    BROKEN,
    NO_GIT,
    SHALLOW,
    History,
    Moment,
    commit_not_after,
    load_history,
)
from heirbook.inventory.image_history import SECTIONS, image_history
from heirbook.inventory.journal import dated_changes
from heirbook.inventory.past import Past
from heirbook.inventory.past_edition import read_decisions, read_edition_data
from heirbook.inventory.snapshot import Snapshot

MOST_FILES = 5000
"""Snapshot files whose images are read; older commits are left out, so that a build stays quick."""
NOTES = {
    BROKEN: N_("git cannot read its own history (git fsck)"),
    NO_GIT: N_("there is no git history"),
    SHALLOW: N_("the clone is shallow, its history is cut short"),
}


@dataclass(frozen=True)
class Earlier:
    """The snapshot before this one, and what is told of the time between."""

    previous: Snapshot | None
    past: Past


def before(
    book: Path, now: Snapshot, editions: tuple[EditionRecord, ...], git: Git | None
) -> Earlier:
    """Return what was before `now`; a damaged history tells less, and says so."""
    try:
        return _before(book, now, editions, git)
    except OutputError:
        found = _before(book, now, editions, None)
        return Earlier(found.previous, _noted(found.past, NOTES[BROKEN]))


def _before(
    book: Path, now: Snapshot, editions: tuple[EditionRecord, ...], git: Git | None
) -> Earlier:
    history = load_history(git, now.as_of) if git else History()
    note = NOTES.get(history.note) if history.note else None
    edition = editions[0] if editions else None
    old = _moment(book, edition, git) if edition else None
    sources = [*now.sources.values(), *(old.snapshot.sources.values() if old else ())]
    images = image_history(chain(sources, history.parts(SECTIONS, MOST_FILES)))
    if edition is None or old is None:
        return Earlier(None, Past(note=note, images=images))
    found = changes(old.snapshot, now, old.unread)
    past = Past(
        edition=edition.id,
        since=old.at,
        changes=dated_changes(found, now, history, old.at),
        damaged=old.damaged,
        commit=None if old.name.startswith("book/") else old.name,
        note=note,
        images=images,
        decisions=read_decisions(book / edition.id),
    )
    return Earlier(old.snapshot, past)


def _moment(book: Path, edition: EditionRecord, git: Git | None) -> Moment | None:
    """Return what an edition was made from; where its data is gone, the commit of that time."""
    found = read_edition_data(book / edition.id)
    if found is not None and found.snapshot.sources:
        name = f"book/{edition.id}"
        return Moment(name, found.snapshot.as_of, found.snapshot, found.damaged)
    return commit_not_after(git, edition.snapshot_at) if git and edition.snapshot_at else None


def _noted(past: Past, note: str) -> Past:
    return replace(past, note=note)
