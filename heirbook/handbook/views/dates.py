"""Dates that will come by themselves: certificates, contracts, keys, decisions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from heirbook.handbook.book_input import BookInput
from heirbook.i18n import N_
from heirbook.inventory.certificate import Certificates


@dataclass(frozen=True, order=True)
class DueDate:
    """A day on which something stops or is due."""

    day: date
    message: str
    """Catalogue text with the field `what`."""
    what: str
    path: str
    """The page that says more."""


def coming(book_input: BookInput, count: int) -> tuple[DueDate, ...]:
    """Return the nearest dates from the day of the snapshot on, the first ones first."""
    today = book_input.snapshot.as_of.date()
    found = {due for due in _all(book_input) if due.day >= today}
    return tuple(sorted(found)[:count])


def _all(book_input: BookInput) -> Iterator[DueDate]:
    for source in book_input.snapshot.servers():
        if source.name not in book_input.fleet.servers:
            continue
        facts = source.facts(Certificates)
        for certificate in facts.certificates if facts else ():
            if certificate.not_after and not certificate.authority:
                yield DueDate(
                    certificate.not_after.date(),
                    N_("the certificate {what} ends"),
                    ", ".join(certificate.names) or certificate.subject or source.name,
                    f"servers/{source.name}.md",
                )
    yield from _declared(book_input)


def _declared(book_input: BookInput) -> Iterator[DueDate]:
    for account in book_input.fleet.accounts.values():
        if account.renews_on:
            message = N_("{what} is renewed by itself")
            if not account.auto_renew:
                message = N_("{what} must be renewed by a person")
            yield DueDate(account.renews_on, message, account.title, "contacts.md")
    for name, service in book_input.fleet.services.items():
        if service.decision and service.decision.by:
            message = N_("what was decided about {what} is to be done")
            yield DueDate(service.decision.by, message, name, f"services/{name}.md")
    yield from _keys(book_input)


def _keys(book_input: BookInput) -> Iterator[DueDate]:
    for person in book_input.people.people.values():
        for key in person.ssh_keys:
            if key.expires and not person.left:
                message = N_("an SSH key of {what} ends")
                yield DueDate(key.expires, message, person.name, "access/who.md")
