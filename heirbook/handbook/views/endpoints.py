"""Addresses in rows: where each leads, what it answered, until when its certificate holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from heirbook.handbook.book_input import BookInput
from heirbook.i18n import N_
from heirbook.inventory.relations.endpoints import EndpointRelation, endpoint_relations
from heirbook.inventory.relations.way import Way

MOST_WAYS = 4
ENDS = {
    "loop": N_("redirects for ever"),
    "too_many_redirects": N_("too many redirects"),
    "undeclared_host": N_("redirects to an address that is not declared"),
    "no_location": N_("redirects to nowhere"),
}
"""How a chain of redirects ended, where that is no answer."""
DISTRUST = {
    "expired": N_("it has ended"),
    "not_yet_valid": N_("it is not valid yet"),
    "wrong_name": N_("it is for another name"),
    "self_signed": N_("it signed itself"),
    "unknown_issuer": N_("nobody knows its issuer"),
    "revoked": N_("it was revoked"),
    "other": N_("it cannot be trusted"),
}
"""Why browsers warn of a certificate."""


@dataclass(frozen=True)
class EndpointRow:
    """One address as a page shows it."""

    relation: EndpointRelation
    certificate_end: datetime | None
    issuer: str | None
    as_of: datetime

    @property
    def id(self) -> str:
        """Return the URL, else the bare name."""
        return self.relation.id

    @property
    def name(self) -> str:
        """Return what a link to it says."""
        return self.relation.id

    @property
    def path(self) -> str:
        """Return the path of the page that says more."""
        return "endpoints/index.md"

    @property
    def ways(self) -> tuple[Way, ...]:
        """Return the first of its ways in."""
        return self.relation.ways[:MOST_WAYS]

    @property
    def status(self) -> int | None:
        """Return the HTTP status that it ended with, at the newest answer."""
        return self.relation.answer.last_status if self.relation.answer else None

    @property
    def end_words(self) -> str | None:
        """Return why the answers came to no end; catalogue text."""
        return ENDS.get(self.relation.answer.end or "") if self.relation.answer else None

    @property
    def silence(self) -> str | None:
        """Return the state of the newest try where it gave no answer."""
        answer = self.relation.answer
        return answer.state if answer and answer.state != "ok" else None

    @property
    def distrust(self) -> str | None:
        """Return why browsers warn of its certificate; catalogue text."""
        return DISTRUST.get(self.relation.served.distrust or "") if self.relation.served else None

    @property
    def end_day(self) -> date | None:
        """Return the day on which its certificate ends."""
        return self.certificate_end.date() if self.certificate_end else None

    @property
    def has_ended(self) -> bool:
        """Return whether its certificate ended before the facts were seen."""
        return self.certificate_end is not None and self.certificate_end < self.as_of

    @property
    def is_plain(self) -> bool:
        """Return whether it speaks without TLS, so that no certificate is missing."""
        return self.id.startswith("http://")


def endpoint_rows(book_input: BookInput) -> tuple[EndpointRow, ...]:
    """Return the declared addresses, then names that are routed without being declared."""
    return tuple(_row(book_input, one) for one in endpoint_relations(book_input.joined))


def rows_of(rows: Iterable[EndpointRow], service: str) -> Iterator[EndpointRow]:
    """Yield the addresses of a service."""
    yield from (row for row in rows if service in row.relation.services)


def _row(book_input: BookInput, one: EndpointRelation) -> EndpointRow:
    end, issuer = None, None
    if one.served is not None and one.served.not_after is not None:
        end, issuer = one.served.not_after, one.served.issuer
    else:
        stored = [each.certificate for each in one.certificates if each.certificate.not_after]
        first = min(
            stored, key=lambda each: each.not_after or book_input.snapshot.as_of, default=None
        )
        if first is not None:
            end, issuer = first.not_after, first.issuer
    return EndpointRow(one, end, issuer, book_input.snapshot.as_of)
