"""Certificates tied to the names they speak for, and so to addresses and services."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from heirbook.inventory.certificate import Certificate, Certificates
from heirbook.inventory.names import sameness
from heirbook.inventory.relations.joined import Joined

WILDCARD = "*."


@dataclass(frozen=True)
class CertificateRelation:
    """A certificate that stands on a server, and the declared addresses it is for."""

    server: str
    certificate: Certificate
    endpoints: tuple[str, ...] = ()
    services: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Return the first of its places; its public key where it has none."""
        return next(iter(self.certificate.places), self.certificate.public_key_sha256)


def host_of(url: str) -> str:
    """Return the name that a URL leads to, as names are compared."""
    return sameness(urlsplit(url).hostname or "")


def speaks_for(names: Iterable[str], host: str) -> bool:
    """Return whether a certificate of these names is valid for a host.

    A star stands for one whole label, the leftmost. Source: RFC 9525, 6.3.
    """
    _, _, parent = host.partition(".")
    for name in names:
        plain = sameness(name.removeprefix(WILDCARD))
        if plain == (parent if name.startswith(WILDCARD) and parent else host):
            return True
    return False


def certificate_relations(joined: Joined) -> tuple[CertificateRelation, ...]:
    """Return the certificates of all declared servers without those of authorities."""
    return tuple(_all(joined))


def _all(joined: Joined) -> Iterator[CertificateRelation]:
    hosts = {url: host_of(url) for url in sorted(joined.endpoints.endpoints)}
    for server in sorted(joined.fleet.servers):
        source = joined.snapshot.server(server)
        facts = source.facts(Certificates) if source else None
        for one in facts.certificates if facts else ():
            if not one.authority:
                urls = tuple(url for url in hosts if speaks_for(one.names, hosts[url]))
                found = {joined.endpoints.endpoints[url].service for url in urls}
                services = tuple(sorted(name for name in found if name))
                yield CertificateRelation(server, one, urls, services)
