"""When each difference between two snapshots came about, as far as git can tell."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TypeAlias

from heirbook.inventory.change import Change, Expired
from heirbook.inventory.changes import changes, field_of
from heirbook.inventory.history import WORK, History, Moment
from heirbook.inventory.record import SourceId
from heirbook.inventory.snapshot import Snapshot

_Key: TypeAlias = tuple[str, str, str, str]


@dataclass(frozen=True)
class DatedChange:
    """A difference, when it was first seen, and the commit that brought it; None before one."""

    change: Change
    at: datetime
    commit: str | None = None


def dated_changes(
    found: Iterable[Change], now: Snapshot, history: History, since: datetime
) -> tuple[DatedChange, ...]:
    """Return the changes up to `now`, newest first, each with the newest commit that shows it.

    `since` is the time of what they were compared with; older commits but one are not read. What
    no commit shows is dated by its source's own look.
    """
    wanted = tuple(found)
    sources = {change.subject.source for change in wanted}
    seen: dict[_Key, Moment] = {}
    for new, old in pairwise(_moments(now, history, since, sources)):
        unread = (*new.unread, *old.unread)
        for change in changes(_only(old.snapshot, sources), _only(new.snapshot, sources), unread):
            seen.setdefault(_key(change), new)
    dated = (_dated(change, seen.get(_key(change)), now) for change in wanted)
    return tuple(sorted(dated, key=lambda one: (-one.at.timestamp(), _key(one.change))))


def _moments(
    now: Snapshot, history: History, since: datetime, sources: set[SourceId]
) -> Iterator[Moment]:
    """Yield the snapshots, newest first, until one that is not younger than `since`."""
    if not sources:
        return
    yield Moment(WORK, now.as_of, now)
    for commit in history.commits:
        yield history.moment(commit, sources)
        if commit.at <= since:
            return


def _only(snapshot: Snapshot, sources: set[SourceId]) -> Snapshot:
    kept = {name: one for name, one in snapshot.sources.items() if name in sources}
    return Snapshot(snapshot.as_of, kept)


def _dated(change: Change, moment: Moment | None, now: Snapshot) -> DatedChange:
    if isinstance(change, Expired):
        return DatedChange(change, change.end)  # no commit brought it about
    if moment is not None and moment.name != WORK:
        return DatedChange(change, moment.at, moment.name)
    source = now.sources.get(change.subject.source)
    return DatedChange(change, source.observed_at if source else now.as_of)


def _key(change: Change) -> _Key:
    subject = change.subject
    return subject.source, subject.section, subject.object, field_of(change)
