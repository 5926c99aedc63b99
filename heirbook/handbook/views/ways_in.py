"""Reverse proxies, their entry points, and tunnels, for the page of a server."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.aged import aged
from heirbook.handbook.views.cut import Cut, cut
from heirbook.handbook.views.rows import MOST_ROWS
from heirbook.inventory.proxy import EntryPoint, Proxies, VirtualHost
from heirbook.inventory.tunnel import Tunnel, Tunnels, WireGuardPeer

MOST_NAMES = 8


@dataclass(frozen=True)
class HostRow:
    """A virtual host with what fits into a row of it."""

    host: VirtualHost
    names: Cut[str]
    targets: Cut[str]


@dataclass(frozen=True)
class TunnelRow:
    """A client of a tunnel, and the names that it serves."""

    tunnel: Tunnel
    hosts: Cut[str]


@dataclass(frozen=True)
class PeerRow:
    """A peer of WireGuard, and when it was last heard of."""

    peer: WireGuardPeer
    networks: Cut[str]
    last_handshake_at: datetime | None


@dataclass(frozen=True)
class WaysIn:
    """The rows of the blocks."""

    hosts: Cut[HostRow]
    entries: Cut[EntryPoint]
    tunnels: Cut[TunnelRow]
    peers: Cut[PeerRow]


def ways_in_context(book_input: BookInput, server: str) -> dict[str, object]:
    """Return what the blocks of a server's page are filled with: sections, and `ways_in`."""
    proxies, tunnels = aged(book_input, server, Proxies), aged(book_input, server, Tunnels)
    return {
        "proxies": proxies,
        "tunnels": tunnels,
        "ways_in": WaysIn(
            hosts=cut(_host_rows(proxies.facts), MOST_ROWS),
            entries=cut(proxies.facts.entry_points if proxies.facts else (), MOST_ROWS),
            tunnels=cut(_tunnel_rows(tunnels.facts), MOST_ROWS),
            peers=cut(_peer_rows(book_input, server, tunnels.facts), MOST_ROWS),
        ),
    }


def _host_rows(facts: Proxies | None) -> Iterator[HostRow]:
    for host in facts.virtual_hosts if facts else ():
        yield HostRow(host, cut(host.names, MOST_NAMES), cut(host.targets, MOST_NAMES))


def _tunnel_rows(facts: Tunnels | None) -> Iterator[TunnelRow]:
    for tunnel in facts.tunnels if facts else ():
        yield TunnelRow(tunnel, cut(tunnel.hosts, MOST_NAMES))


def _peer_rows(book_input: BookInput, server: str, facts: Tunnels | None) -> Iterator[PeerRow]:
    for peer in facts.peers if facts else ():
        key = f"tunnels:{peer.identity()}:last_handshake_at"
        found = book_input.readings.last(f"server/{server}", key)
        yield PeerRow(
            peer, cut(peer.allowed_ips, MOST_NAMES), _moment(str(found[0])) if found else None
        )


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
