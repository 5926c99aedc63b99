"""Contracts with somebody outside: what they pay for, who can log in, when they renew."""

from dataclasses import dataclass
from datetime import date

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.dates import affected_services
from heirbook.i18n import N_
from heirbook.inventory.declared import ProviderAccount
from heirbook.inventory.relations.dependencies import Dependencies, dependencies
from heirbook.inventory.relations.secret_names import secrets_of

KINDS = {
    "domain": N_("domain"),
    "dns": N_("name servers"),
    "hosting": N_("server"),
    "cdn": N_("content network"),
    "mail": N_("mail"),
    "backup": N_("backup space"),
    "tunnel": N_("tunnel"),
    "store": N_("shop"),
    "other": N_("something else"),
}
"""What a contract is about."""


@dataclass(frozen=True)
class AccountRow:
    """One contract as pages show it."""

    id: str
    declared: ProviderAccount
    kind: str
    """Catalogue text."""
    people: tuple[str, ...]
    """Names of those who can log in."""
    servers: tuple[str, ...]
    services: tuple[str, ...]
    """What stops with it, as far as it is declared."""
    secrets: tuple[str, ...]
    is_past: bool
    """It renewed, or should have, before the newest fact was seen."""


def account_rows(book_input: BookInput) -> tuple[AccountRow, ...]:
    """Return the contracts, the next date first, those without any date last."""
    needs = dependencies(book_input.joined)
    rows = [_row(book_input, needs, name) for name in book_input.fleet.accounts]
    return tuple(sorted(rows, key=lambda row: (row.declared.renews_on or date.max, row.id)))


def _row(book_input: BookInput, needs: Dependencies, name: str) -> AccountRow:
    declared = book_input.fleet.accounts[name]
    known = book_input.people.people
    today = book_input.snapshot.as_of.date()
    rented = (one for one, each in book_input.fleet.servers.items() if each.account == name)
    return AccountRow(
        name,
        declared,
        KINDS[declared.kind],
        tuple(known[one].name if one in known else one for one in declared.people),
        tuple(sorted(rented)),
        affected_services(needs, "account", name),
        secrets_of(book_input.joined, f"account:{name}"),
        declared.renews_on is not None and declared.renews_on < today,
    )
