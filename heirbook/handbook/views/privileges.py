"""As whom the servers are read, and what each level of rights does not show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.aged import ROOT, subject_path
from heirbook.handbook.views.whole_server import was_read
from heirbook.i18n import N_
from heirbook.inventory.container import Containers
from heirbook.inventory.record import ServerName
from heirbook.inventory.snapshot import Source

Level = Literal["root", "user+groups", "user"]

LEVELS: Mapping[Level, str] = {
    "root": N_("as root"),
    "user+groups": N_("as a user who may ask the container engine"),
    "user": N_("as a plain user"),
}
"""The levels from the highest, with what pages call them."""
WAYS: Mapping[str, str] = {
    "root": N_("login as root"),
    "sudo": N_("by sudo"),
    "doas": N_("by doas"),
    "installed": N_("by the script that is installed there"),
}
_ENGINE = frozenset({"containers", "images", "compose", "swarm"})


@dataclass(frozen=True)
class ReadServer:
    """A server and by which way it is read, a catalogue text; none for a plain user."""

    name: str
    way: str

    @property
    def path(self) -> str:
        """Return the path of its page."""
        return subject_path(self.name)


@dataclass(frozen=True)
class PrivilegeRow:
    """One level, the servers that are read so, and what is lost there by section."""

    level: str
    """Catalogue text."""
    servers: tuple[ReadServer, ...]
    losses: tuple[tuple[str, str], ...]
    """Section and catalogue text; `all` where nothing of it is seen."""


def privileges(book_input: BookInput) -> tuple[PrivilegeRow, ...]:
    """Return the levels by which servers of this fleet are read, the highest first."""
    return tuple(_rows(book_input))


def _rows(book_input: BookInput) -> Iterator[PrivilegeRow]:
    found = {name: book_input.snapshot.server(name) for name in sorted(book_input.fleet.servers)}
    read = {name: one for name, one in found.items() if one and was_read(one) and one.privilege}
    for level, text in LEVELS.items():
        servers = {name: one for name, one in read.items() if level_of(one) == level}
        if servers:
            asked = {section for one in servers.values() for section in one.sections}
            yield PrivilegeRow(
                text,
                tuple(ReadServer(n, _way(book_input, n, one)) for n, one in servers.items()),
                tuple(_losses(book_input, level, sorted(asked))),
            )


def level_of(source: Source) -> Level:
    """Return how much the newest run was allowed to see of a server."""
    if source.privilege in ROOT:
        return "root"
    engine = source.section(Containers)
    if engine is None or engine.absent or engine.facts is None:
        return "user"
    return "user+groups" if engine.state in ("ok", "partial") else "user"


def _way(book_input: BookInput, name: str, source: Source) -> str:
    connection = book_input.connections.get(ServerName(name))
    if connection is not None and connection.installed:
        return WAYS["installed"]
    return WAYS.get(source.privilege or "", "")


def _losses(book_input: BookInput, level: Level, asked: list[str]) -> Iterator[tuple[str, str]]:
    if level == "root":
        return
    for section in asked:
        loss = book_input.section_loss.get(section)
        if loss and not (level == "user+groups" and section in _ENGINE):
            yield section, loss
