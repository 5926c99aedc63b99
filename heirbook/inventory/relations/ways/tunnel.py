"""Names that tunnels serve, as their clients' files say."""

from collections.abc import Iterator

from heirbook.i18n import N_
from heirbook.inventory.relations.way import Lead, WayKind
from heirbook.inventory.tunnel import Tunnels

WAY = WayKind(facts=Tunnels, title=N_("tunnel"), lane="edge")


def find(facts: Tunnels) -> Iterator[Lead]:
    """Yield the names of all routes of tunnels with their targets."""
    for tunnel in facts.tunnels:
        for route in tunnel.routes:
            if route.host:
                targets = (route.target,) if route.target else ()
                yield Lead(route.host, f"{tunnel.product} {tunnel.place}", targets)
