"""Who opens which server: people against servers, from the keys that were seen there."""

from dataclasses import dataclass

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.aged import Aged, aged
from heirbook.inventory.access import Accounts, AuthorisedKeys
from heirbook.inventory.relations.key_holders import KeyRow, holders, key_rows


@dataclass(frozen=True)
class AccessCell:
    """What one person has on one server."""

    accounts: tuple[str, ...]
    able: bool
    wanted: tuple[str, ...]
    """Accounts that this person should have and has no key for."""


@dataclass(frozen=True)
class AccessRow:
    """One server against all people."""

    server: str
    view: Aged[AuthorisedKeys]
    cells: tuple[AccessCell, ...]
    keys: tuple[KeyRow, ...]
    can_tell: bool
    """Keys and groups were both read, so it can be said who is able to do what."""

    @property
    def path(self) -> str:
        """Return the path of the server's page."""
        return f"servers/{self.server}.md"

    @property
    def able_people(self) -> tuple[str, ...]:
        """Return who can do anything there and is still here, by name."""
        found = {
            row.holder.person.name
            for row in self.keys
            if row.able and row.holder and not row.holder.person.left
        }
        return tuple(sorted(found))


def access_people(book_input: BookInput) -> tuple[str, ...]:
    """Return the ids of the people that the matrix speaks of: with a key or a login."""
    people = book_input.people.people
    return tuple(name for name in sorted(people) if people[name].ssh_keys or people[name].logins)


def access_rows(book_input: BookInput) -> tuple[AccessRow, ...]:
    """Return all servers against all people, by name."""
    return tuple(_row(book_input, server) for server in sorted(book_input.fleet.servers))


def _row(book_input: BookInput, server: str) -> AccessRow:
    source = book_input.snapshot.server(server)
    keys = key_rows(server, source, holders(book_input.people)) if source else ()
    cells = tuple(_cell(book_input, server, keys, one) for one in access_people(book_input))
    view = aged(book_input, server, AuthorisedKeys)
    can_tell = view.facts is not None and aged(book_input, server, Accounts).is_whole
    return AccessRow(server, view, cells, keys, can_tell)


def _cell(book_input: BookInput, server: str, keys: tuple[KeyRow, ...], person: str) -> AccessCell:
    own = [row for row in keys if row.holder and row.holder.id == person]
    accounts = tuple(sorted({row.key.account for row in own}))
    declared = book_input.people.people[person]
    wanted = () if declared.left else declared.logins.get(server, ())
    return AccessCell(
        accounts,
        any(row.able for row in own),
        tuple(account for account in wanted if account not in accounts),
    )
