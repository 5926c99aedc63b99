"""What name servers say of our names: the system's resolver beside the zone's own server."""

from typing import Annotated, ClassVar

from heirbook.inventory.probed import Probed
from heirbook.inventory.record import VOLATILE, Facts, Record


class DnsAnswer(Record):
    """What one server says of a name, values sorted."""

    resolver: str
    """`system`, a declared resolver's address, or `authoritative`."""
    server: str | None = None
    """The authoritative server that was asked, by name or address."""
    outcome: str
    """`NOERROR`, `NXDOMAIN`, `SERVFAIL` … as the server said it, or `timeout`, `unreachable`."""
    a: tuple[str, ...] = ()
    aaaa: tuple[str, ...] = ()
    cname: tuple[str, ...] = ()
    """The chain of aliases, in order."""
    ns: tuple[str, ...] = ()
    """The name servers of the zone."""
    mx: tuple[str, ...] = ()
    """`10 mail.example.org`."""
    caa: tuple[str, ...] = ()
    """`0 issue letsencrypt.org`: of the name, or else of the nearest name above that has any."""
    unanswered: tuple[str, ...] = ()
    """Kinds that got no answer while others did: `AAAA`."""


class DnsName(Probed):
    """One name. A name that does not exist is `ok` and `exists` is false."""

    name: str
    declared: bool = False
    """The host of a declared endpoint; else it was found in a route, proxy or certificate."""
    zone: str | None = None
    exists: bool | None = None
    answers: tuple[DnsAnswer, ...] = ()
    """By resolver."""
    ttl_s: Annotated[int | None, VOLATILE] = None

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return all addresses that any server gives, sorted."""
        return tuple(sorted({one for answer in self.answers for one in (*answer.a, *answer.aaaa)}))

    @property
    def is_stale(self) -> bool | None:
        """Return whether a resolver gives other addresses than the zone; None when not compared."""
        said = [one for one in self.answers if one.outcome in {"NOERROR", "NXDOMAIN"}]
        own = next((one for one in said if one.resolver == "authoritative"), None)
        others = [one for one in said if one.resolver != "authoritative"]
        if own is None or not others:
            return None
        return any((one.a, one.aaaa, one.cname) != (own.a, own.aaaa, own.cname) for one in others)

    def identity(self) -> str:
        """Return the name."""
        return self.name


class DnsNames(Facts):
    """Hosts of declared endpoints, and names of ours that were found elsewhere."""

    section: ClassVar[str] = "dns"
    names: tuple[DnsName, ...] = ()
