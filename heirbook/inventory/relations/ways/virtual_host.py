"""Names that reverse proxies answer for, as their own files declare them."""

from collections.abc import Iterator

from heirbook.i18n import N_
from heirbook.inventory.proxy import Proxies
from heirbook.inventory.relations.way import Lead, WayKind

WAY = WayKind(facts=Proxies, title=N_("virtual host of a proxy"))


def find(facts: Proxies) -> Iterator[Lead]:
    """Yield the names of virtual hosts with their upstreams."""
    for host in facts.virtual_hosts:
        for name in host.names:
            yield Lead(name, f"{host.product} {host.file}", host.targets)
