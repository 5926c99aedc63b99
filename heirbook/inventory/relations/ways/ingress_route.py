"""Traefik's own routes in a cluster."""

from collections.abc import Iterator

from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster_route import IngressRoutes
from heirbook.inventory.relations.cluster_leads import leads_of
from heirbook.inventory.relations.way import Lead, WayKind

WAY = WayKind(facts=IngressRoutes, title=N_("route of Traefik in a cluster"))


def find(facts: IngressRoutes) -> Iterator[Lead]:
    """Yield the hosts of the routes with the services behind them."""
    yield from leads_of(facts.routes)
