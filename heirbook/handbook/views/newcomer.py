"""What a newcomer needs to reach the servers, and what the operator does to let them in."""

from collections.abc import Mapping
from dataclasses import dataclass

from heirbook.handbook.book_input import BookInput, Connection, PinnedKey
from heirbook.inventory.record import ServerName
from heirbook.onboarding.guide import Guide, guides
from heirbook.onboarding.ssh_files import HostKeyLine, Reached, is_good, usable


@dataclass(frozen=True)
class ServerLine:
    """One server of the table: how it is reached, and how it is recognised."""

    reached: Reached
    keys: tuple[PinnedKey, ...]
    is_named: bool
    """Whether the downloads name it."""

    @property
    def path(self) -> str:
        """Return the path of the server's page."""
        return f"servers/{self.reached.name}.md"


def server_lines(book_input: BookInput) -> tuple[ServerLine, ...]:
    """Return all servers that have an address, by name."""
    reached = all_reached(book_input)
    named = {server.name for server in usable(reached)}
    pinned = {name: way.pinned for name, way in _connections(book_input).items()}
    return tuple(
        ServerLine(server, pinned.get(server.name, ()), server.name in named) for server in reached
    )


def all_reached(book_input: BookInput) -> tuple[Reached, ...]:
    """Return how each server is reached by people, by name."""
    return tuple(
        Reached(
            name,
            way.address,
            way.port,
            _accounts(book_input, name),
            tuple(way.jumps),
            tuple(line for key in way.pinned if is_good(line := _line(key))),
        )
        for name, way in sorted(_connections(book_input).items())
    )


def revoked_lines(book_input: BookInput) -> tuple[HostKeyLine, ...]:
    """Return the host keys that no client may accept."""
    return tuple(_line(key) for key in book_input.revoked_keys)


def _connections(book_input: BookInput) -> Mapping[str, Connection]:
    """Return the ways to all servers; one that collecting knows no way to has the usual one."""
    known = {str(name): way for name, way in book_input.connections.items()}
    return {
        name: known.get(name) or Connection(ServerName(name), server.address)
        for name, server in book_input.fleet.servers.items()
    }


def _accounts(book_input: BookInput, server: str) -> tuple[str, ...]:
    """Return the accounts that newcomers have on a server: those of all but the operator."""
    people = book_input.people.people
    return tuple(
        sorted(
            {
                account
                for name, person in people.items()
                if name != book_input.fleet.operator and not person.left
                for account in person.logins.get(server, ())[:1]
            }
        )
    )


def _line(key: PinnedKey) -> HostKeyLine:
    return HostKeyLine(key.type, key.encoded)


def ordered_guides(book_input: BookInput) -> tuple[Guide, ...]:
    """Return all guides, those for the platforms of this book's people first."""
    people = book_input.people.people.items()
    theirs = {
        person.platform
        for name, person in people
        if not person.left and name != book_input.fleet.operator
    }

    def later(guide: Guide) -> bool:
        return guide.platform not in theirs

    return tuple(sorted(guides(), key=later))
