"""Declared services joined with what runs, and what runs without being declared."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.parts import PartView, part_view
from heirbook.handbook.views.running import is_active
from heirbook.i18n import N_
from heirbook.inventory.container import Containers
from heirbook.inventory.network import Sockets
from heirbook.inventory.service import Units
from heirbook.inventory.service_settings import DataSet, DeclaredService

_BY_HAND = ("/etc/systemd/", "/usr/local/")
_USUAL = frozenset({"ssh.service", "sshd.service", "systemd-resolved.service", "ssh.socket"})


def service_path(name: str) -> str:
    """Return the path of a service's page."""
    return f"services/{name}.md"


@dataclass(frozen=True)
class Linked:
    """Something that has a page."""

    name: str
    path: str


def linked(services: Iterable[str]) -> tuple[Linked, ...]:
    """Return services by name with their pages."""
    return tuple(Linked(name, service_path(name)) for name in sorted(services))


@dataclass(frozen=True)
class ServiceView:
    """A declared service with its parts."""

    name: str
    declared: DeclaredService
    parts: tuple[PartView, ...]
    used_by: tuple[str, ...]

    @property
    def path(self) -> str:
        """Return the path of the service's page."""
        return service_path(self.name)

    @property
    def servers(self) -> tuple[str, ...]:
        """Return the servers that its parts run on."""
        return tuple(sorted({part.server for part in self.parts if part.server}))

    @property
    def server_links(self) -> tuple["Linked", ...]:
        """Return the servers that its parts run on, with their pages."""
        return tuple(Linked(name, f"servers/{name}.md") for name in self.servers)

    @property
    def data(self) -> tuple[tuple[str, DataSet], ...]:
        """Return its data sets by name."""
        return tuple(sorted(self.declared.data.items()))

    @property
    def data_words(self) -> tuple[str, ...]:
        """Return its data sets with their backups, as the map's list says them."""
        return tuple(f"{name} → {one.backup}" if one.backup else name for name, one in self.data)

    @property
    def commands(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        """Return the operator's own lines: catalogue title, badge, lines; empty ones left out."""
        own = self.declared.commands
        every = (
            (N_("Update it like this"), "change", own.update),
            (N_("Go back like this"), "change", own.roll_back),
            (N_("Make a backup like this"), "change", own.backup),
            (N_("See whether it works like this"), "look", own.verify),
        )
        return tuple(one for one in every if one[2])

    @property
    def is_ill(self) -> bool:
        """Return whether a part is known not to run."""
        return any(part.state in ("failed", "stopped", "gone") for part in self.parts)


def service_view(book_input: BookInput, name: str) -> ServiceView:
    """Return a declared service with its parts and those who need it."""
    services = book_input.fleet.services
    declared = services[name]
    parts = (part_view(book_input, part, declared.parts[part]) for part in sorted(declared.parts))
    used_by = sorted(other for other in services if name in services[other].depends_on)
    return ServiceView(name, declared, tuple(parts), tuple(used_by))


@dataclass(frozen=True, order=True)
class Undescribed:
    """Something that runs and belongs to no declared service."""

    id: str
    server: str
    says: str
    """Its image, or the unit's own description."""

    @property
    def path(self) -> str:
        """Return the path of its server's page."""
        return f"servers/{self.server}.md"


def undescribed(book_input: BookInput) -> tuple[Undescribed, ...]:
    """Return the containers and the units of note that no service names, by identity."""
    named = {part for one in book_input.fleet.services.values() for part in one.parts}
    found = {thing for server in book_input.fleet.servers for thing in _things(book_input, server)}
    return tuple(sorted(thing for thing in found if thing.id not in named))


def _things(book_input: BookInput, server: str) -> Iterator[Undescribed]:
    source = book_input.snapshot.server(server)
    if source is None:
        return
    containers = source.facts(Containers)
    for container in containers.containers if containers else ():
        if container.state == "running":
            identity = f"{server}/{container.identity()}"
            yield Undescribed(identity, server, container.reference or "")
    sockets = source.facts(Sockets)
    listening = {one.unit for one in (sockets.listeners if sockets else ())}
    units = source.facts(Units)
    for unit in units.units if units else ():
        by_hand = (unit.fragment or "").startswith(_BY_HAND)
        if is_active(unit) and unit.id not in _USUAL and (by_hand or unit.id in listening):
            yield Undescribed(f"{server}/unit/{unit.id}", server, unit.description or "")
