"""What runs and belongs to no declared service."""

from collections.abc import Iterator
from dataclasses import dataclass

from heirbook.inventory.container import Container, Containers
from heirbook.inventory.network import Sockets
from heirbook.inventory.record import Observed
from heirbook.inventory.relations.joined import Joined
from heirbook.inventory.relations.liveness import is_active
from heirbook.inventory.service import Unit, Units
from heirbook.inventory.snapshot import Source

_BY_HAND = ("/etc/systemd/", "/usr/local/")
_USUAL = frozenset({"ssh.service", "sshd.service", "systemd-resolved.service", "ssh.socket"})


@dataclass(frozen=True)
class Undescribed:
    """Something that runs and belongs to no declared service, by identity."""

    id: str
    server: str
    thing: Observed

    @property
    def says(self) -> str:
        """Return what it says of itself: its image, or the unit's own description."""
        match self.thing:
            case Container(reference=reference):
                return reference or ""
            case Unit(description=description):
                return description or ""
            case _:
                return ""


def undescribed(joined: Joined) -> tuple[Undescribed, ...]:
    """Return the containers and the units of note that no service names, by identity."""
    named = {part for one in joined.fleet.services.values() for part in one.parts}
    found: dict[str, Undescribed] = {}
    for server in sorted(joined.fleet.servers):
        source = joined.snapshot.server(server)
        for thing in _things(source) if source else ():
            if not named & set(_identities(server, thing)):
                identity = _identities(server, thing)[0]
                found.setdefault(identity, Undescribed(identity, server, thing))
    return tuple(found[name] for name in sorted(found))


def _identities(server: str, thing: Container | Unit) -> tuple[str, ...]:
    """Return every spelling by which a service may name it, the usual one first."""
    if isinstance(thing, Unit):
        return (f"{server}/unit/{thing.id}",)
    return (f"{server}/{thing.identity()}", f"{server}/{thing.name}")


def _things(source: Source) -> Iterator[Container | Unit]:
    containers = source.facts(Containers)
    yield from (
        one for one in (containers.containers if containers else ()) if one.state == "running"
    )
    sockets = source.facts(Sockets)
    listening = {one.unit for one in (sockets.listeners if sockets else ())}
    units = source.facts(Units)
    for unit in units.units if units else ():
        by_hand = (unit.fragment or "").startswith(_BY_HAND)
        if is_active(unit) and unit.id not in _USUAL and (by_hand or unit.id in listening):
            yield unit
