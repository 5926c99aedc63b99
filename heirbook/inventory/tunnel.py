"""Tunnels that start on a server: clients with their ids, WireGuard peers by public key."""

import hashlib
from typing import Annotated, ClassVar

from heirbook.inventory.record import VOLATILE, Facts, Observed, Record, Utc


class TunnelRoute(Record):
    """A name that a tunnel serves, and where it sends its requests."""

    host: str | None = None
    """None: all that no other route takes."""
    target: str | None = None
    """`http://127.0.0.1:8080` without path and user info, `http_status:404`."""


class Tunnel(Observed):
    """A client of a tunnel at one place; its token never leaves the server."""

    product: str
    """`cloudflared`, `newt`, `tailscale`, `wireguard`."""
    place: str
    """`unit:newt.service`, `script:/usr/local/bin/newt.sh`, `container:PROJECT/SERVICE` or
    `container:NAME` (as `Container.identity()`), `file:/etc/cloudflared/config.yml`,
    `interface:wg0`."""
    unit: str | None = None
    """The unit that starts it, `newt.service`, where one does; also for a script."""
    tunnel_id: str | None = None
    """cloudflared's tunnel, newt's `--id`, tailscale's node; None where it cannot be read."""
    endpoint: str | None = None
    """The host it connects to, `app.example.org[:port]`."""
    routes: tuple[TunnelRoute, ...] = ()
    version: str | None = None
    """The program's own, else the tag of the image."""
    state: str | None = None
    """In the client's own words, where it can be asked: tailscale's `Running`."""
    addresses: tuple[str, ...] = ()
    """The client's own addresses inside the tunnel."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """Return the names that the tunnel serves, as far as its files say."""
        return tuple(route.host for route in self.routes if route.host)

    def identity(self) -> str:
        """Return product, place and, where it has one, the tunnel's id."""
        return " ".join(filter(None, (self.product, self.place, self.tunnel_id)))


class WireGuardPeer(Observed):
    """The other end of a WireGuard interface, by its public key."""

    interface: str
    public_key: str
    endpoint: str | None = None
    """`192.0.2.7:51820`; None while it has not called."""
    allowed_ips: tuple[str, ...] = ()
    last_handshake_at: Annotated[Utc | None, VOLATILE] = None

    def identity(self) -> str:
        """Return the interface and the beginning of the public key's digest.

        Not the key: its letters may happen to spell `pw=`, which looks like a password.
        """
        return f"{self.interface} {hashlib.sha256(self.public_key.encode()).hexdigest()[:12]}"


class Tunnels(Facts):
    """All tunnels of a server."""

    section: ClassVar[str] = "tunnels"
    tunnels: tuple[Tunnel, ...] = ()
    peers: tuple[WireGuardPeer, ...] = ()
