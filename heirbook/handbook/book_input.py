"""Everything that a book is rendered from; the renderer sees nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from heirbook.handbook.known import PageSlots
from heirbook.inventory.declared import FleetFile
from heirbook.inventory.endpoints_settings import EndpointsFile
from heirbook.inventory.past import Past
from heirbook.inventory.people import PeopleFile
from heirbook.inventory.readings import Readings
from heirbook.inventory.record import Fingerprint, ServerName
from heirbook.inventory.relations.joined import Joined
from heirbook.inventory.secret_settings import SecretFile
from heirbook.inventory.snapshot import Snapshot
from heirbook.inventory.verified import Verification
from heirbook.runbooks.instance import Instances, instances
from heirbook.runbooks.subject import Knowledge


@dataclass(frozen=True)
class PinnedKey:
    """A host key that was compared on the server's console and pinned."""

    type: str
    fingerprint: Fingerprint
    encoded: str = ""
    """The key itself in base64, as clients are told it; empty where only its fingerprint is."""


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
    installed: bool = False
    """Whether it runs the script that is installed there, and nothing else."""


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
    past: Past = field(default_factory=Past)
    """What git and the edition before this one tell besides."""
    connections: Mapping[ServerName, Connection] = field(default_factory=dict)
    revoked_keys: tuple[PinnedKey, ...] = ()
    """Host keys that leaked: no client may accept them anywhere."""
    section_titles: Mapping[str, str] = field(default_factory=dict)
    """Section id to its catalogue title: `{"os": "Operating system"}`."""
    section_loss: Mapping[str, str] = field(default_factory=dict)
    """Section id to what is lost without root; `all` when nothing is left."""
    endpoints: EndpointsFile = field(default_factory=EndpointsFile)
    """The addresses that people open."""
    secrets: Mapping[str, SecretFile] = field(default_factory=dict)
    """Names and rules of secrets by id, never a value."""
    contexts: Mapping[str, str] = field(default_factory=dict)
    """Cluster to the name of its context for kubectl."""
    verifications: tuple[Verification, ...] = ()
    """Runbooks that somebody tried, in the order of the file."""
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

    @cached_property
    def runbooks(self) -> Instances:
        """Return every runbook for everything that it applies to."""
        return instances(Knowledge(self.joined, self.contexts, self.previous))

    @cached_property
    def joined(self) -> Joined:
        """Return what relations are derived from."""
        return Joined(
            self.snapshot, self.fleet, self.people, self.endpoints, self.secrets, self.readings
        )
