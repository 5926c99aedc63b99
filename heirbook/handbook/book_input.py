"""Everything that a book is rendered from; the renderer sees nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from heirbook.handbook.known import PageSlots
from heirbook.inventory.declared import FleetFile
from heirbook.inventory.people import PeopleFile
from heirbook.inventory.readings import Readings
from heirbook.inventory.record import Fingerprint, ServerName
from heirbook.inventory.snapshot import Snapshot


@dataclass(frozen=True)
class PinnedKey:
    """A host key that was compared on the server's console and pinned."""

    type: str
    fingerprint: Fingerprint


@dataclass(frozen=True)
class Connection:
    """How a server is reached: address, port, login name, jump servers outermost first, pins."""

    server: ServerName
    address: str
    port: int = 22
    user: str | None = None
    jumps: tuple[ServerName, ...] = ()
    pinned: tuple[PinnedKey, ...] = ()
    switched_off: str | None = None
    """Why it is not asked, in the operator's words; None while it is asked."""


@dataclass(frozen=True)
class EditionRecord:
    """An edition that was built before: `2026-11-20`, and the age of what it shows."""

    id: str
    snapshot_at: datetime | None = None
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class BookInput:
    """The frozen input of `render`; what a later part of heirbook fills has an empty default."""

    snapshot: Snapshot
    fleet: FleetFile
    people: PeopleFile
    readings: Readings = field(default_factory=Readings)
    previous: Snapshot | None = None
    """The snapshot of the edition before this one."""
    connections: Mapping[ServerName, Connection] = field(default_factory=dict)
    section_titles: Mapping[str, str] = field(default_factory=dict)
    """Section id to its catalogue title: `{"os": "Operating system"}`."""
    section_loss: Mapping[str, str] = field(default_factory=dict)
    """Section id to what is lost without root; `all` when nothing is left."""
    handwritten: tuple[str, ...] = ()
    """Paths below `docs/`: a page there replaces the generated page of that path."""
    editions: tuple[EditionRecord, ...] = ()
    """Newest first."""
    edition: str | None = None
    """The id of the edition that is being built; None while serving."""
    title: str = ""
    """The book's title; empty: the fleet's."""
    tool_version: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)
    """What went in, by name (`inventory/fleet.yml`), as `sha256:…`."""
    slots: tuple[PageSlots, ...] = ()
    """What the other pages could not say; `render` fills it before the pages that come last."""

    @property
    def book_title(self) -> str:
        """Return the book's title."""
        return self.title or self.fleet.title
