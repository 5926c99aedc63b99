"""What `wg show` says of the peers of an interface: public keys and addresses."""

import re
from datetime import UTC, datetime

from heirbook.collectors.readers.keyed_lines import whole_number
from heirbook.collectors.readers.lines import Lines
from heirbook.inventory.tunnel import Tunnel, WireGuardPeer

KEY = re.compile(r"[A-Za-z0-9+/]{43}=", re.ASCII)
_LATEST_S = 253_402_300_799
"""The end of the year 9999."""


def wireguard_peers(lines: Lines) -> tuple[tuple[Tunnel, ...], tuple[WireGuardPeer, ...]]:
    """Return the interfaces as tunnels, and their peers; a line of another kind is refused.

    Sample: `endpoints wg0 192.0.2.7:51820 xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=`, with tabs.

    Source: wireguard-tools 1.0.20210914, wg(8), `wg show IF peers|endpoints|allowed-ips|…`.
    """
    tunnels: dict[str, Tunnel] = {}
    peers: dict[tuple[str, str], WireGuardPeer] = {}
    for line in lines:
        match line.split("\t"):
            case ["tunnel", "wireguard", place] if place.startswith("interface:"):
                name = place.removeprefix("interface:")
                tunnels[name] = Tunnel(product="wireguard", place=place)
            case [word, interface, value, key] if interface in tunnels and KEY.fullmatch(key):
                peer = peers.get((interface, key))
                peer = peer or WireGuardPeer(interface=interface, public_key=key)
                changed = _changed(word, value)
                if changed is None:
                    lines.refuse()
                else:
                    peers[interface, key] = peer.model_copy(update=changed)
            case _:
                lines.refuse()
    return tuple(tunnels.values()), tuple(peers.values())


def _changed(word: str, value: str) -> dict[str, object] | None:
    value = "" if value == "(none)" else value
    match word:
        case "peers":
            return {}
        case "endpoints":
            return {"endpoint": value or None}
        case "allowed-ips":
            return {"allowed_ips": tuple(value.split())}
        case "latest-handshakes":
            return {"last_handshake_at": _moment(value)}
    return None


def _moment(text: str) -> datetime | None:
    """Return the time of a handshake; 0 is one that has not come."""
    seconds = whole_number(text) or 0
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds <= _LATEST_S else None
