"""Dates that will come by themselves: certificates, contracts, keys, decisions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from heirbook.handbook.book_input import BookInput
from heirbook.i18n import N_
from heirbook.inventory.certificate import Certificate
from heirbook.inventory.kubernetes.cluster_certificate import ManagedCertificates
from heirbook.inventory.record import SourceId
from heirbook.inventory.relations.certificates import certificate_relations, host_of, speaks_for
from heirbook.inventory.relations.dependencies import Dependencies, NodeKind, dependencies
from heirbook.inventory.relations.outside import outside

CERTIFICATE_ENDS = N_("the certificate {what} ends")
_CERTIFICATE = (
    N_("From that day on browsers warn and programs refuse to connect."),
    N_("See whether it renews itself, as most do some weeks before; else renew it by hand."),
)
_DOMAIN = (
    N_("From that day on names below the domain may lead nowhere: web sites, mail."),
    N_("Log in at the provider, see that the payment works, and renew it."),
)
_CONTRACT = (
    N_("From that day on the provider may switch off what was paid for."),
    N_("See that the payment works; renew the contract, or end it on purpose."),
)
_DECISION = (N_("Nothing stops by itself."), N_("Do what was decided, or decide anew."))
_KEY = (
    N_("The key shall not be used any more."),
    N_("Ask for a new public key and put it in the place of the old one."),
)


@dataclass(frozen=True, order=True)
class DueDate:
    """A day on which something stops or is due."""

    day: date
    message: str
    """Catalogue text with the field `what`."""
    what: str
    path: str
    """The page that says more."""
    kind: str = ""
    subject: str = ""
    discriminator: str = ""
    """Kind, subject and this stay when the day moves: the id in a calendar is made of them."""
    stops: str = ""
    """Catalogue text."""
    to_do: str = ""
    """Catalogue text."""
    services: tuple[str, ...] = ()
    """What the day concerns, as far as relations tell."""


def coming(book_input: BookInput, count: int) -> tuple[DueDate, ...]:
    """Return the nearest dates from the day of the snapshot on, the first ones first."""
    today = book_input.snapshot.as_of.date()
    return tuple(due for due in all_dates(book_input) if due.day >= today)[:count]


def all_dates(book_input: BookInput) -> tuple[DueDate, ...]:
    """Return every date that anything names, past ones too, each once."""
    return tuple(sorted(set(_all(book_input, dependencies(book_input.joined)))))


def _all(book_input: BookInput, needs: Dependencies) -> Iterator[DueDate]:
    yield from _certificates(book_input)
    yield from _served(book_input)
    yield from _managed(book_input)
    yield from _accounts(book_input, needs)
    for name, service in book_input.fleet.services.items():
        if service.decision and service.decision.by:
            yield DueDate(
                service.decision.by,
                N_("what was decided about {what} is to be done"),
                name,
                f"services/{name}.md",
                *("decision", name, "by"),
                *_DECISION,
                (name,),
            )
    yield from _keys(book_input)


def _certificates(book_input: BookInput) -> Iterator[DueDate]:
    for one in certificate_relations(book_input.joined):
        certificate = one.certificate
        if certificate.not_after:
            yield DueDate(
                certificate.not_after.date(),
                CERTIFICATE_ENDS,
                certificate_name(certificate) or one.server,
                f"servers/{one.server}.md",
                *("certificate", " ".join(sorted(certificate.names)), f"{one.server} {one.place}"),
                *_CERTIFICATE,
                one.services,
            )


def certificate_name(certificate: Certificate) -> str:
    """Return what a certificate is called: its names, else its subject."""
    return ", ".join(certificate.names) or certificate.subject or ""


def _served(book_input: BookInput) -> Iterator[DueDate]:
    """Yield the certificates that are shown outside and lie on no server that was read."""
    stored = {
        (one.certificate.public_key_sha256, one.certificate.not_after)
        for one in certificate_relations(book_input.joined)
    }
    for target in outside(book_input.joined).served.values():
        if target.not_after and (target.public_key_sha256, target.not_after) not in stored:
            yield DueDate(
                target.not_after.date(),
                CERTIFICATE_ENDS,
                target.identity(),
                "endpoints/index.md",
                *("served-certificate", target.identity(), ""),
                *_CERTIFICATE,
                _services_at(book_input, target.names or (target.host,)),
            )


def _managed(book_input: BookInput) -> Iterator[DueDate]:
    for cluster in sorted(book_input.fleet.clusters):
        source = book_input.snapshot.sources.get(SourceId(f"cluster/{cluster}"))
        facts = source.facts(ManagedCertificates) if source else None
        for one in facts.certificates if facts else ():
            if one.not_after:
                yield DueDate(
                    one.not_after.date(),
                    CERTIFICATE_ENDS,
                    ", ".join(one.names) or one.name,
                    f"clusters/{cluster}/index.md",
                    *("managed-certificate", f"{cluster}/{one.identity()}", ""),
                    *_CERTIFICATE,
                    _services_at(book_input, one.names),
                )


def _services_at(book_input: BookInput, names: Iterable[str]) -> tuple[str, ...]:
    """Return the services whose declared addresses these names speak for."""
    own = tuple(names)
    endpoints = book_input.endpoints.endpoints
    found = {one.service for url, one in endpoints.items() if speaks_for(own, host_of(url))}
    return tuple(sorted(name for name in found if name))


def _accounts(book_input: BookInput, needs: Dependencies) -> Iterator[DueDate]:
    for name, account in book_input.fleet.accounts.items():
        if account.renews_on:
            message = N_("{what} must be renewed by a person")
            if account.auto_renew:
                message = N_("{what} is renewed by itself")
            yield DueDate(
                account.renews_on,
                message,
                account.title,
                "money.md",
                *("account", name, "renews_on"),
                *(_DOMAIN if account.kind == "domain" else _CONTRACT),
                affected_services(needs, "account", name),
            )


def affected_services(needs: Dependencies, kind: NodeKind, name: str) -> tuple[str, ...]:
    """Return the services that break with something, by name."""
    return tuple(sorted(one.node.id for one in needs.broken("service", kind, name)))


def _keys(book_input: BookInput) -> Iterator[DueDate]:
    for name, person in book_input.people.people.items():
        for key in person.ssh_keys:
            if key.expires and not person.left:
                yield DueDate(
                    key.expires,
                    N_("an SSH key of {what} ends"),
                    person.name,
                    "access/who.md",
                    *("ssh-key", name, key.fingerprint),
                    *_KEY,
                )
