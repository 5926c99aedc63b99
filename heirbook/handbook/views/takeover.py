"""What somebody who takes over has to know first: what ends when, who helps, what is undecided."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from heirbook.handbook.book_input import BookInput, Connection
from heirbook.handbook.phrases import DECISIONS
from heirbook.handbook.views.accounts import AccountRow, account_rows
from heirbook.handbook.views.cut import Cut, cut
from heirbook.handbook.views.dates import DueDate, all_dates
from heirbook.handbook.views.trends import trends
from heirbook.i18n import N_
from heirbook.inventory.people import Person
from heirbook.inventory.record import ServerName
from heirbook.inventory.relations.data import DataRelation, data_relations
from heirbook.inventory.relations.key_holders import holders, key_rows
from heirbook.inventory.service_settings import Decision

WEIGHTS = {"low": 0, "medium": 1, "high": 2}
"""Importance: what is tried first stands first."""
MOST_PAST = 5
MOST_ROWS = 150
CERTIFICATES = frozenset({"certificate", "served-certificate", "managed-certificate"})
FIRST_ACCOUNTS = ("domain", "dns", "hosting", "mail")
"""Kinds of contracts that need a second login first."""


@dataclass(frozen=True)
class Until:
    """How long one thing goes on by itself: its nearest day, or None where nobody knows it."""

    what: str
    """Catalogue text."""
    ask: str
    due: DueDate | None = None


def untils(book_input: BookInput) -> tuple[Until, ...]:
    """Return until when things run by themselves: certificates, domains, payments, disks."""
    today = book_input.snapshot.as_of.date()
    ahead = tuple(due for due in all_dates(book_input) if due.day >= today)
    domains = {n for n, one in book_input.fleet.accounts.items() if one.kind == "domain"}
    accounts = [due for due in ahead if due.kind == "account"]
    return (
        Until(
            N_("The first certificate"),
            "outside:certificate",
            _first(due for due in ahead if due.kind in CERTIFICATES),
        ),
        Until(
            N_("The first domain"),
            "fleet:accounts.renews",
            _first(due for due in accounts if due.subject in domains),
        ),
        Until(
            N_("The first payment or contract"),
            "fleet:accounts.renews",
            _first(due for due in accounts if due.subject not in domains),
        ),
        Until(N_("The first full disk"), "takeover:disks", min(_disks(book_input), default=None)),
    )


def _disks(book_input: BookInput) -> Iterator[DueDate]:
    """Yield the first possible day of each disk that will be full, as it grows now."""
    for server in sorted(book_input.fleet.servers):
        for disk in trends(book_input, server).disks.shown:
            ahead = disk.forecast
            if ahead and ahead.earliest:
                message = N_("the disk {what} may be full from this day on")
                yield DueDate(
                    ahead.earliest, message, f"{server} {disk.name}", f"servers/{server}.md"
                )


def _first(dates: Iterable[DueDate]) -> DueDate | None:
    return next(iter(dates), None)


def nearest(book_input: BookInput) -> date | None:
    """Return the first day on which something stops that runs by itself; None if none is known."""
    return min((one.due.day for one in untils(book_input) if one.due), default=None)


def past(book_input: BookInput) -> Cut[DueDate]:
    """Return certificates and contracts whose day is over, the newest first."""
    today = book_input.snapshot.as_of.date()
    kinds = CERTIFICATES | {"account"}
    over = [due for due in all_dates(book_input) if due.day < today and due.kind in kinds]
    return cut(reversed(over), MOST_PAST)


def card_keepers(book_input: BookInput) -> tuple[Person, ...]:
    """Return who keeps a card and is still here, by name."""
    people = book_input.people.people.values()
    found = (one for one in people if "holder" in one.roles and not one.left)
    return tuple(sorted(found, key=lambda one: one.name))


def first_accounts(book_input: BookInput) -> Cut[AccountRow]:
    """Return the contracts that need a second login first: names, servers, mail."""
    rows = (row for row in account_rows(book_input) if row.declared.kind in FIRST_ACCOUNTS)
    order = sorted(rows, key=lambda row: (FIRST_ACCOUNTS.index(row.declared.kind), row.id))
    return cut(order, MOST_ROWS)


def canary(book_input: BookInput) -> str | None:
    """Return the server where a change is tried first; the least important one if none is."""
    servers = book_input.fleet.servers

    def order(name: str) -> tuple[bool, int, str]:
        return not servers[name].canary, WEIGHTS[servers[name].criticality], name

    return min(servers, key=order, default=None)


def connections(book_input: BookInput) -> tuple[Connection, ...]:
    """Return how each declared server is reached, by name."""
    found = book_input.connections
    return tuple(
        found.get(ServerName(name), Connection(ServerName(name), server.address))
        for name, server in sorted(book_input.fleet.servers.items())
    )


def restore_sample(book_input: BookInput) -> DataRelation | None:
    """Return the data set to bring back for a test: saved, of the least important service."""
    services = book_input.fleet.services
    saved = [one for one in data_relations(book_input.joined) if one.is_saved]
    return min(
        saved, key=lambda one: (WEIGHTS[services[one.service].criticality], one.id), default=None
    )


@dataclass(frozen=True)
class DecisionRow:
    """A service and what shall become of it."""

    name: str
    decision: Decision | None
    words: str
    """Catalogue text; empty while nothing is decided."""
    to: str | None
    """The person's name."""
    wanted_by: str | None
    """The name of the service's owner."""


def decision_rows(book_input: BookInput) -> Iterator[DecisionRow]:
    """Yield every service, those without a decision first."""
    services = book_input.fleet.services
    for name in sorted(services, key=lambda one: (services[one].decision is not None, one)):
        service = services[name]
        decision = service.decision
        yield DecisionRow(
            name,
            decision,
            DECISIONS[decision.do] if decision else "",
            _name(book_input, decision.to) if decision else None,
            _name(book_input, service.owner),
        )


def _name(book_input: BookInput, person: str | None) -> str | None:
    known = book_input.people.people.get(person) if person else None
    return known.name if known else person


def operator_places(book_input: BookInput) -> tuple[str, ...]:
    """Return the servers on which a key of today's operator opens an account."""
    known = holders(book_input.people)
    operator = book_input.fleet.operator
    found = {
        source.name
        for source in book_input.snapshot.servers()
        for row in key_rows(source.name, source, known)
        if row.holder is not None and row.holder.id == operator
    }
    return tuple(sorted(found))


def drill_service(book_input: BookInput) -> str | None:
    """Return the service that a drill is about: the most important one, the first by name."""
    services = book_input.fleet.services

    def order(name: str) -> tuple[int, str]:
        return -WEIGHTS[services[name].criticality], name

    return min(services, key=order, default=None)
