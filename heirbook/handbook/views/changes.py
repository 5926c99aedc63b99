"""What changed since the edition before: by service and by source, newest first, bounded."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.aged import subject_path
from heirbook.handbook.views.cut import Cut, cut
from heirbook.handbook.views.services import service_path
from heirbook.inventory.change import Change
from heirbook.inventory.journal import DatedChange

MOST_ROWS = 40
"""Changes that one group shows."""
MOST_GROUPS = 60
CHANGES_PAGE = "changes/index.md"
COMMIT_LETTERS = 12


@dataclass(frozen=True)
class ChangeRow:
    """One change, and the first letters of the commit that brought it."""

    dated: DatedChange

    @property
    def commit(self) -> str | None:
        """Return as much of the commit's id as people type."""
        return self.dated.commit[:COMMIT_LETTERS] if self.dated.commit else None


@dataclass(frozen=True)
class ChangeGroup:
    """The changes of one service or of one source."""

    kind: Literal["service", "source"]
    name: str
    """A service's name, or a source's id: `server/upe`."""
    rows: Cut[ChangeRow]

    @property
    def label(self) -> str:
        """Return what the group is called: servers go by their name alone."""
        return self.name.removeprefix("server/")

    @property
    def path(self) -> str:
        """Return the path of the page that the group is about; addresses share one."""
        if self.kind == "service":
            return service_path(self.name)
        kind, _, name = self.name.partition("/")
        if kind == "endpoints":
            return "endpoints/index.md"
        return subject_path(name if kind == "server" else self.name)


@dataclass(frozen=True)
class News:
    """What an object's own page says of its changes."""

    edition: str | None
    """The edition that they are counted from; None: this is the first one."""
    count: int
    target: str
    """The place on the page of changes."""


def change_groups(book_input: BookInput) -> Cut[ChangeGroup]:
    """Return the changes by declared service, then by source; empty groups are left out."""
    found = [*_by_service(book_input), *_by_source(book_input)]
    return cut((group for group in found if group.rows), MOST_GROUPS)


def news(book_input: BookInput, kind: Literal["service", "source"], name: str) -> News:
    """Return how much changed of a service or a source, and where that is told."""
    past = book_input.past
    if kind == "service":
        count = len(tuple(_of_service(book_input, name)))
    else:
        count = sum(one.change.subject.source == name for one in past.changes)
    return News(past.edition, count, f"{CHANGES_PAGE}#{group_anchor(kind, name)}")


def group_anchor(kind: str, name: str) -> str:
    """Return the id of a group's place on the page."""
    return f"{kind}-{name.replace('/', '-')}"


def _by_service(book_input: BookInput) -> Iterator[ChangeGroup]:
    for name in sorted(book_input.fleet.services):
        yield ChangeGroup("service", name, _rows(_of_service(book_input, name)))


def _by_source(book_input: BookInput) -> Iterator[ChangeGroup]:
    by_source: dict[str, list[DatedChange]] = {}
    for one in book_input.past.changes:
        by_source.setdefault(one.change.subject.source, []).append(one)
    for source, changes in sorted(by_source.items()):
        yield ChangeGroup("source", source, _rows(iter(changes)))


def _rows(changes: Iterator[DatedChange]) -> Cut[ChangeRow]:
    return cut(map(ChangeRow, changes), MOST_ROWS)


def _of_service(book_input: BookInput, name: str) -> Iterator[DatedChange]:
    """Yield the changes of a service's parts, and of the addresses it answers at."""
    parts = set(book_input.fleet.services[name].parts)
    urls = {url for url, one in book_input.endpoints.endpoints.items() if one.service == name}
    hosts = {urlsplit(url).hostname for url in urls}
    for one in book_input.past.changes:
        if parts & _identities(one.change) or _address(one.change) & (urls | hosts):
            yield one


def _identities(change: Change) -> set[str]:
    """Return how a part of a service could be written that this object is."""
    subject = change.subject
    if not subject.object:
        return set()
    place = subject.source.partition("/")[2]
    return {f"{place}/{subject.object}", f"{place}/{subject.kind}/{subject.object}"}


def _address(change: Change) -> set[str | None]:
    """Return the names an address goes by: the whole, and its host alone."""
    subject = change.subject
    if not subject.source.startswith("endpoints/") or not subject.object:
        return set()
    return {subject.object, subject.object.rpartition(":")[0] or subject.object}
