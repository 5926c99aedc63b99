"""The contract of a way from a public name to what answers there, and all ways by name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, Protocol, cast

from heirbook.discovery import Unit, units
from heirbook.inventory.names import sameness
from heirbook.inventory.record import Facts
from heirbook.inventory.relations.answering import parts_at
from heirbook.inventory.relations.cluster_answering import Behind
from heirbook.inventory.relations.joined import Joined
from heirbook.inventory.snapshot import Source

WAYS = "heirbook.inventory.relations.ways"
Lane = Literal["edge", "entrance"]
"""`edge`: somebody else's machines, such as a tunnel's; `entrance`: a server of the fleet."""


@dataclass(frozen=True)
class WayKind:
    """One kind of way. Its id is the file's name; `find(facts)` stands beside it."""

    facts: type[Facts]
    title: str
    """Catalogue text: `virtual host`."""
    lane: Lane = "entrance"


@dataclass(frozen=True, order=True)
class Lead:
    """Where a source says that a name leads."""

    host: str
    """The public name as it is written there; `*.example.org` too."""
    through: str
    """What does it: a file, a tunnel's id, a container."""
    targets: tuple[str, ...] = ()
    """`127.0.0.1:8080`, `http://app:80`, as they are written."""
    part: str = ""
    """What answers, by the identity without its server, where the source itself tells."""
    services: tuple[tuple[str, str], ...] = ()
    """Services of the same cluster that it leads to, by namespace and name."""


@dataclass(frozen=True, order=True)
class Way:
    """A name's way over one source to parts of services."""

    host: str
    """As names are compared."""
    name: str
    """As it is written there."""
    kind: str
    source: str
    """`server/upe`, `cluster/prod`."""
    through: str
    targets: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    """Identities of what answers; empty where nothing proves it."""
    lane: Lane = "entrance"
    title: str = ""

    @property
    def place(self) -> str:
        """Return the name of the server or cluster."""
        return self.source.partition("/")[2]

    @property
    def server(self) -> str | None:
        """Return the server it leads over; None in a cluster."""
        return self.place if self.source.startswith("server/") else None


class Finder(Protocol):
    """The function `find` of a kind's module."""

    def __call__(self, facts: Facts) -> Iterator[Lead]:
        """Yield where the facts say that names lead."""
        ...


@cache
def way_kinds() -> tuple[Unit[WayKind], ...]:
    """Return all kinds of ways, by id."""
    return units(WAYS, "WAY", WayKind)


def ways(joined: Joined) -> Mapping[str, tuple[Way, ...]]:
    """Return all ways by public name, as names are compared."""
    found: dict[str, set[Way]] = {}
    for source in joined.snapshot.sources.values():
        if joined.kind_of(source.name) == source.kind:
            for way in _of_source(joined, source):
                found.setdefault(way.host, set()).add(way)
    return {host: tuple(sorted(found[host])) for host in sorted(found)}


def _of_source(joined: Joined, source: Source) -> Iterator[Way]:
    behind = Behind(source)
    for kind in way_kinds():
        facts = source.facts(kind.value.facts)
        for lead in cast("Finder", kind.module.find)(facts) if facts else ():
            yield Way(
                sameness(lead.host),
                lead.host,
                kind.id,
                source.id,
                lead.through,
                lead.targets,
                _parts(joined, behind, lead),
                kind.value.lane,
                kind.value.title,
            )


def _parts(joined: Joined, behind: Behind, lead: Lead) -> tuple[str, ...]:
    """Return the identities of what is proved to answer."""
    if lead.part:
        return (f"{behind.source.name}/{lead.part}",)
    if behind.source.kind == "cluster":
        return behind.workloads(lead.services)
    return parts_at(joined, behind.source.name, lead.targets)
