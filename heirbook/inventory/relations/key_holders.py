"""Whose a public key is: fingerprints tied to the people who declared them."""

from collections.abc import Mapping
from dataclasses import dataclass

from heirbook.inventory.access import Accounts, AuthorisedKey, AuthorisedKeys
from heirbook.inventory.people import PeopleFile, Person
from heirbook.inventory.record import Fingerprint
from heirbook.inventory.snapshot import Source

ABLE_GROUPS = frozenset({"sudo", "wheel", "admin", "administrators", "docker", "root", "lxd"})
"""Groups that make their members able to do anything on the server."""


@dataclass(frozen=True)
class Holder:
    """The person whose key it is."""

    id: str
    person: Person
    burnt: bool = False
    """The key leaked and must be nowhere."""


def holders(people: PeopleFile) -> Mapping[Fingerprint, Holder]:
    """Return the holder of each declared key."""
    return {
        key.fingerprint: Holder(name, person, key.burnt)
        for name, person in sorted(people.people.items())
        for key in person.ssh_keys
    }


@dataclass(frozen=True)
class KeyRow:
    """A key that opens an account, with the person it belongs to, if anybody knows."""

    server: str
    key: AuthorisedKey
    holder: Holder | None
    able: bool
    """Who holds it can do anything there."""

    @property
    def path(self) -> str:
        """Return the path of the server's page."""
        return f"servers/{self.server}.md"


def key_rows(
    server: str, source: Source, known: Mapping[Fingerprint, Holder]
) -> tuple[KeyRow, ...]:
    """Return the keys that open accounts of a server, each with its holder."""
    keys, accounts = source.facts(AuthorisedKeys), source.facts(Accounts)
    able = {"root"} | {
        account.name
        for account in (accounts.accounts if accounts else ())
        if account.uid == 0 or ABLE_GROUPS & set(account.groups)
    }
    return tuple(
        KeyRow(server, key, known.get(key.fingerprint), key.account in able)
        for key in (keys.keys if keys else ())
    )
