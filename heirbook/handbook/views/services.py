"""Declared services joined with what runs, and what runs without being declared."""

from collections.abc import Iterable
from dataclasses import dataclass

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.parts import PartView, part_view
from heirbook.i18n import N_
from heirbook.inventory.service_settings import DataSet, DeclaredService


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
    def clusters(self) -> tuple[str, ...]:
        """Return the clusters that its parts run in."""
        return tuple(sorted({part.cluster for part in self.parts if part.cluster}))

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
