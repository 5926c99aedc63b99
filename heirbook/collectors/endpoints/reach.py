"""What all probes of a run may reach and trust: declared hosts, resolvers, authorities."""

import socket
import ssl
import threading
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

import dns.exception
import dns.resolver

from heirbook.collectors.deadline import Deadline
from heirbook.collectors.endpoints.probe import NotAnsweredError
from heirbook.inventory.endpoints_settings import resolver_place
from heirbook.inventory.names import sameness

DEFAULT_PORTS = {"http": 80, "https": 443}
SYSTEM = "system"
QUERY_S = 3.0
"""For one question to one name server."""
_WATCH_S = 0.1


@dataclass(frozen=True)
class Place:
    """Where a URL's server listens."""

    host: str
    port: int


def place_of(url: str) -> Place | None:
    """Return where the URL's server listens; None when it is no http or https address."""
    try:
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or port is None:
        return None
    return None if "@" in parts.netloc else Place(sameness(parts.hostname), port)


@dataclass(frozen=True)
class Reach:
    """Shared by all targets of a run; the contexts are made once, since roots load slowly."""

    declared_urls: tuple[str, ...]
    resolvers: tuple[str, ...] = (SYSTEM,)
    private_cas: tuple[str, ...] = ()
    """PEM texts."""
    registries: frozenset[str] = frozenset()
    """Hosts that endpoints.yml declares as registries."""
    authoritative_port: int = 53
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    @cached_property
    def _hosts(self) -> frozenset[str]:
        return frozenset(place.host for url in self.declared_urls if (place := place_of(url)))

    def may_follow(self, url: str) -> bool:
        """Return whether a redirect leads to the host of a declared endpoint."""
        place = place_of(url)
        return place is not None and place.host in self._hosts

    def trusting(self) -> ssl.SSLContext:
        """Return the context that verifies against the system's roots and our own authorities."""
        with self._lock:
            return self._trusting

    @cached_property
    def _trusting(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        for text in self.private_cas:
            context.load_verify_locations(cadata=text)
        return context

    def looking(self) -> ssl.SSLContext:
        """Return the context that takes any certificate: only to look at it, never to talk."""
        with self._lock:
            return self._looking

    @cached_property
    def _looking(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context

    def resolver(self, name: str) -> dns.resolver.Resolver:
        """Return the resolver of that name: `system`, or an address, with a port after `#`.

        Raises:
            NotAnsweredError: when this machine has none.
        """
        if name != SYSTEM:
            found = dns.resolver.Resolver(configure=False)
            address, port = resolver_place(name)
            found.nameservers, found.port = [address], port
            return found
        try:
            return dns.resolver.Resolver()
        except (dns.exception.DNSException, OSError):
            raise NotAnsweredError("unreachable", "no_resolver") from None

    def addresses(self, host: str, deadline: Deadline) -> tuple[str, ...]:
        """Return a host's addresses by the first resolver, the system's own way by default.

        Raises:
            NotAnsweredError: when the name has none, or nobody answered in time.
        """
        if is_address(host):
            return (host,)
        first = self.resolvers[0] if self.resolvers else SYSTEM
        found = _by_system(host, deadline) if first == SYSTEM else self._by(first, host, deadline)
        if not found:
            raise NotAnsweredError("unreachable", "dns")
        return found

    def _by(self, name: str, host: str, deadline: Deadline) -> tuple[str, ...]:
        resolver = self.resolver(name)
        found: list[str] = []
        for kind in ("A", "AAAA"):
            try:
                answer = resolver.resolve(
                    f"{host}.", kind, raise_on_no_answer=False, lifetime=deadline.at_most(QUERY_S)
                )
            except (dns.exception.DNSException, OSError, ValueError):
                continue
            found += [item.to_text() for item in answer.rrset or ()]
        return tuple(found)


def is_address(host: str) -> bool:
    """Return whether a URL's host is an IP address and no name."""
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, host)
        except (OSError, ValueError):
            continue
        return True
    return False


def _by_system(host: str, deadline: Deadline) -> tuple[str, ...]:
    """Return what the C library says; it knows no limit of time, so it is left behind if slow."""
    found: list[str] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(str(address[0]) for *_, address in answers)

    asking = threading.Thread(target=ask, daemon=True, name="collect-endpoints-name")
    asking.start()
    while asking.is_alive():
        if deadline.passed:
            raise NotAnsweredError("timeout", "dns")
        asking.join(deadline.at_most(_WATCH_S))
    return tuple(dict.fromkeys(found))
