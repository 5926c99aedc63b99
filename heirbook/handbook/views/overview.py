"""A server in one line: what indexes show of it."""

from dataclasses import dataclass
from datetime import datetime

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.aged import aged
from heirbook.handbook.views.architecture import Architecture, architecture
from heirbook.inventory.declared import DeclaredServer
from heirbook.inventory.section_state import State
from heirbook.inventory.server import Hardware, Kernel, Os


@dataclass(frozen=True)
class Overview:
    """One declared server with the little that an index says of it."""

    name: str
    declared: DeclaredServer
    system: str | None
    architecture: Architecture
    state: State | None
    """Of the newest try as a whole; None when the server was never asked."""
    seen_at: datetime | None
    is_stale: bool

    @property
    def path(self) -> str:
        """Return the path of the server's page."""
        return f"servers/{self.name}.md"


def overview(book_input: BookInput, name: str) -> Overview:
    """Return a declared server in one line."""
    source = book_input.snapshot.server(name)
    system = aged(book_input, name, Os)
    return Overview(
        name=name,
        declared=book_input.fleet.servers[name],
        system=system_name(system.facts),
        architecture=architecture(
            source.facts(Kernel) if source else None, source.facts(Hardware) if source else None
        ),
        state=source.state if source else None,
        seen_at=system.seen_at,
        is_stale=system.is_stale,
    )


def system_name(system: Os | None) -> str | None:
    """Return the operating system in words, the point release with it where there is one."""
    if system is None:
        return None
    name = system.name or " ".join(part for part in (system.id, system.version) if part)
    if name and system.point_release and system.point_release not in name:
        return f"{name}, {system.point_release}"
    return name or None
