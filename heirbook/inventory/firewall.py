"""The firewalls of a server: which tool, what it does by default, what it lets in."""

from typing import ClassVar

from heirbook.inventory.record import Facts, Observed, Record

CLOSED = frozenset({"deny", "drop", "reject"})
"""Default policies that keep out what no rule lets in."""


class FirewallRule(Record):
    """A rule of a firewall; its comment is not kept."""

    action: str
    """`allow`, `limit`, `deny`, `reject`, `accept`, `drop`, `return`, else a chain's name."""
    chain: str = "input"
    """`input`, `output`, `forward`, `docker-user`."""
    ports: str | None = None
    """`22/tcp`, `80,443/tcp`, `60000:61000/udp`, `icmp`; None where it is about all of them."""
    service: str | None = None
    """The name behind the ports, where the tool gives one: `ssh`, `OpenSSH`."""
    source: str | None = None
    """Address, network or set; None is anywhere."""
    destination: str | None = None
    interface: str | None = None
    family: int | None = None
    """6 where it is about IPv6 only."""
    narrowed: bool = False
    """It has further conditions, which are not kept."""


class FirewallChain(Record):
    """A chain that the kernel calls, with what becomes of packets that no rule decides."""

    family: str
    """`inet`, `ip`, `ip6`, `bridge`."""
    table: str
    name: str
    hook: str
    """`input`, `forward`, `output`, `prerouting`."""
    policy: str | None = None


class FirewallTool(Observed):
    """One tool's view; several tools may stand on one set of kernel rules."""

    tool: str
    """`ufw`, `firewalld`, `nftables`, `iptables`."""
    active: bool | None = None
    incoming: str | None = None
    """Default policy for what comes in: `deny`, `drop`, `reject`, `allow`, `accept`."""
    outgoing: str | None = None
    forwarded: str | None = None
    zone: str | None = None
    """firewalld's zone."""
    interfaces: tuple[str, ...] = ()
    rules: tuple[FirewallRule, ...] = ()
    chains: tuple[FirewallChain, ...] = ()

    def identity(self) -> str:
        """Return the tool, with firewalld's zone."""
        return f"{self.tool}/{self.zone}" if self.zone else self.tool

    @property
    def closed(self) -> bool:
        """Return whether it is active and keeps out what no rule lets in."""
        return bool(self.active) and self.incoming in CLOSED


class Firewall(Facts):
    """All firewall tools that the server has."""

    section: ClassVar[str] = "firewall"
    tools: tuple[FirewallTool, ...] = ()
