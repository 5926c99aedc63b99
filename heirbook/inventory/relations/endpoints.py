"""Addresses that people open, tied to their ways in, services, servers and certificates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from heirbook.inventory.dns_name import DnsName
from heirbook.inventory.endpoint import HttpTarget, TlsTarget
from heirbook.inventory.endpoints_settings import DeclaredEndpoint
from heirbook.inventory.relations.certificates import (
    CertificateRelation,
    certificate_relations,
    host_of,
    speaks_for,
)
from heirbook.inventory.relations.joined import Joined
from heirbook.inventory.relations.outside import Outside, outside
from heirbook.inventory.relations.way import Way, ways


@dataclass(frozen=True)
class EndpointRelation:
    """A declared address, or a name that something routes without being declared."""

    id: str
    """The URL of a declared address, else the bare name."""
    host: str
    declared: DeclaredEndpoint | None = None
    services: tuple[str, ...] = ()
    """Declared for it; else those whose parts are proved to answer."""
    is_proved: bool = False
    """The service was not declared but follows from what answers."""
    ways: tuple[Way, ...] = ()
    servers: tuple[str, ...] = ()
    """Declared servers that the name belongs to, or that have a way for it."""
    certificates: tuple[CertificateRelation, ...] = ()
    """Those that stand on servers."""
    dns: DnsName | None = None
    served: TlsTarget | None = None
    answer: HttpTarget | None = None


def endpoint_relations(joined: Joined) -> tuple[EndpointRelation, ...]:
    """Return the declared addresses by URL, then the names that are routed but not declared."""
    known = _Known(joined)
    declared = tuple(known.relation(url) for url in sorted(joined.endpoints.endpoints))
    told = {one.host for one in declared}
    others = (host for host in known.ways if host not in told and not host.startswith("*."))
    routed = sorted((known.relation(host) for host in others), key=lambda one: (one.id, one.host))
    return (*declared, *routed)


@dataclass(frozen=True)
class _Known:
    """All that addresses are joined with, each worked out once."""

    joined: Joined

    @cached_property
    def ways(self) -> Mapping[str, tuple[Way, ...]]:
        return ways(self.joined)

    @cached_property
    def certificates(self) -> tuple[CertificateRelation, ...]:
        return certificate_relations(self.joined)

    @cached_property
    def outside(self) -> Outside:
        return outside(self.joined)

    @cached_property
    def owners(self) -> Mapping[str, tuple[str, ...]]:
        """Return the services by the identities of their parts."""
        found: dict[str, list[str]] = {}
        for service in sorted(self.joined.fleet.services):
            for part in self.joined.fleet.services[service].parts:
                found.setdefault(part, []).append(service)
        return {part: tuple(names) for part, names in found.items()}

    def relation(self, name: str) -> EndpointRelation:
        """Return one address or bare name with what is tied to it."""
        declared = self.joined.endpoints.endpoints.get(name)
        host = host_of(name) if declared else name
        own = tuple(self._ways_of(host))
        answering = {one for way in own for part in way.parts for one in self.owners.get(part, ())}
        wanted = (declared.service,) if declared and declared.service else ()
        return EndpointRelation(
            name if declared or not own else own[0].name,
            host,
            declared,
            wanted or tuple(sorted(answering)),
            not wanted and bool(answering),
            own,
            tuple(sorted(set(self._servers(host, own)))),
            tuple(one for one in self.certificates if speaks_for(one.certificate.names, host)),
            self.outside.names.get(host),
            self.outside.served.get(host),
            self.outside.answers.get(name),
        )

    def _ways_of(self, host: str) -> Iterator[Way]:
        """Yield the ways for a name itself; those for a star above it only where it has none."""
        own = self.ways.get(host, ())
        yield from own or self.ways.get(f"*.{host.partition('.')[2]}", ())

    def _servers(self, host: str, own: tuple[Way, ...]) -> Iterator[str]:
        yield from (way.place for way in own if way.source.startswith("server/"))
        dns = self.outside.names.get(host)
        for address in (host, *(dns.addresses if dns else ())):
            if address in self.joined.server_at:
                yield self.joined.server_at[address]
