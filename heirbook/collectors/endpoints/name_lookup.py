"""What name servers say of one name: a declared or the system's resolver, and the zone's own."""

import socket
from collections.abc import Iterator

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.query
import dns.rcode
import dns.rdatatype
import dns.resolver
from pydantic import JsonValue

from heirbook.collectors.deadline import Deadline
from heirbook.collectors.endpoints.probe import NotAnsweredError
from heirbook.collectors.endpoints.reach import QUERY_S, Reach

Answer = dict[str, JsonValue]
OWN = "authoritative"
_OF_THE_NAME = ("A", "AAAA", "MX")
_MOST_ALIASES = 16
_NO_ANSWER = frozenset({"timeout", "unreachable"})


def answers(reach: Reach, name: str, deadline: Deadline) -> Answer:
    """Return what every resolver says of a name, what its zone's own server says, and the zone."""
    found: list[JsonValue] = []
    zone: dns.name.Name | None = None
    for resolver in reach.resolvers:
        server = _Server(resolver, _asked_of(reach, resolver), deadline)
        zone = zone or server.zone_of(name)
        found.append(server.says(name, zone))
    own = _own_server(reach, zone, deadline) if zone else None
    if own and zone:
        found.append(own.says(name, zone))
    return {"zone": zone.to_text(omit_final_dot=True) if zone else None, "answers": found}


def _asked_of(reach: Reach, resolver: str) -> dns.resolver.Resolver | None:
    try:
        return reach.resolver(resolver)
    except NotAnsweredError:
        return None


class _Server:
    """One server that is asked, until it fails to answer."""

    def __init__(
        self, name: str, asked: dns.resolver.Resolver | None, deadline: Deadline, own: str = ""
    ) -> None:
        self._name = name
        self._asked = asked
        self._deadline = deadline
        self._own = own

    def zone_of(self, name: str) -> dns.name.Name | None:
        """Return the zone that holds the name."""
        try:
            return dns.resolver.zone_for_name(
                dns.name.from_text(name),
                resolver=self._asked,
                lifetime=self._deadline.at_most(QUERY_S),
            )
        except (dns.exception.DNSException, OSError, ValueError):
            return None

    def says(self, name: str, zone: dns.name.Name | None) -> Answer:
        """Return its answers of every kind; the first one decides whether the rest is asked."""
        said: Answer = {"resolver": self._name, "server": self._own or None}
        unanswered: list[JsonValue] = []
        ttls: list[int] = []
        first = ""
        for field, kind, asked in self._questions(name, zone):
            message = self._message(asked, kind)
            outcome = message if isinstance(message, str) else _outcome(message)
            first = first or outcome
            if isinstance(message, str) or outcome not in {"NOERROR", "NXDOMAIN"}:
                unanswered.append(kind)
            elif field not in said:
                ttls += _take(said, field, message, kind)
            if first != "NOERROR":
                break
        said.update(outcome=first, unanswered=unanswered if first == "NOERROR" else [])
        return {**said, "ttl_s": min(ttls, default=None)}

    def _questions(
        self, name: str, zone: dns.name.Name | None
    ) -> Iterator[tuple[str, str, dns.name.Name]]:
        whole = dns.name.from_text(name)
        for kind in _OF_THE_NAME:
            yield kind.lower(), kind, whole
        if zone:
            yield "ns", "NS", zone
        # RFC 8659: the nearest name upward that has any
        at = whole
        while zone is not None and at.is_subdomain(zone):
            yield "caa", "CAA", at
            at = at.parent()

    def _message(self, name: dns.name.Name, kind: str) -> dns.message.Message | str:
        """Return the answer, or why there is none."""
        if self._asked is None:
            return "unreachable"
        limit_s = self._deadline.at_most(QUERY_S)
        question = dns.message.make_query(name, kind)
        if self._own:
            question.flags &= ~dns.flags.RD
        for server in self._asked.nameservers:
            try:
                reply = _asked_over(question, str(server), self._asked.port, limit_s)
            except dns.exception.Timeout:
                return "timeout"
            except (dns.exception.DNSException, OSError, ValueError):
                continue
            return reply
        return "unreachable"


def _asked_over(
    question: dns.message.Message, server: str, port: int, limit_s: float
) -> dns.message.Message:
    """Return the answer over UDP, or over TCP when it is too long for that.

    On a connected socket a server that is not there is told at once, not by silence.
    """
    family = socket.AF_INET6 if ":" in server else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        sock.settimeout(0)
        sock.connect((server, port))
        reply, _ = dns.query.udp_with_fallback(question, server, limit_s, port, udp_sock=sock)
    return reply


def _outcome(message: dns.message.Message) -> str:
    return dns.rcode.to_text(message.rcode())


def _take(said: Answer, field: str, message: dns.message.Message, kind: str) -> list[int]:
    """Put the values of one kind into the answer; return how long they may be kept."""
    wanted = dns.rdatatype.from_text(kind)
    values: list[str] = []
    aliases: list[str] = []
    ttls = []
    for rrset in message.answer:
        if rrset.rdtype == wanted:
            values += [item.to_text() for item in rrset]
            ttls.append(rrset.ttl)
        elif rrset.rdtype == dns.rdatatype.CNAME and len(aliases) < _MOST_ALIASES:
            aliases += [item.to_text() for item in rrset]
            ttls.append(rrset.ttl)
    if values or field != "caa":
        said[field] = list(values)
    if aliases and "cname" not in said:
        said["cname"] = list(aliases)
    return ttls


def _own_server(reach: Reach, zone: dns.name.Name, deadline: Deadline) -> _Server | None:
    """Return the zone's first own server, asked directly: it knows of no stale answers."""
    asked = _asked_of(reach, reach.resolvers[0]) if reach.resolvers else None
    if asked is None:
        return None
    try:
        found = asked.resolve(zone, "NS", lifetime=deadline.at_most(QUERY_S))
        names = sorted(item.target for item in found)
        addresses = asked.resolve(names[0], "A", lifetime=deadline.at_most(QUERY_S))
    except (dns.exception.DNSException, OSError, ValueError, IndexError):
        return None
    direct = dns.resolver.Resolver(configure=False)
    direct.nameservers = [item.to_text() for item in addresses][:1]
    direct.port = reach.authoritative_port
    return _Server(OWN, direct, deadline, names[0].to_text(omit_final_dot=True))
