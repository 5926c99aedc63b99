"""Where the routes of a cluster lead: from their hosts to the services behind them."""

from collections.abc import Iterable, Iterator

from heirbook.inventory.kubernetes.cluster_route import Backend, ClusterRoute
from heirbook.inventory.relations.way import Lead


def leads_of(routes: Iterable[ClusterRoute]) -> Iterator[Lead]:
    """Yield the hosts of routes, each with the services that its rules name."""
    for route in routes:
        through = f"{route.kind} {route.namespace}/{route.name}"
        for rule in route.rules:
            targets = tuple(_target(route, one) for one in rule.backends)
            services = tuple(
                (one.namespace or route.namespace, one.name)
                for one in rule.backends
                if one.kind == "Service"
            )
            for host in rule.hosts:
                if host != "*":
                    yield Lead(host, through, targets, services=services)


def _target(route: ClusterRoute, backend: Backend) -> str:
    name = f"{backend.kind} {backend.namespace or route.namespace}/{backend.name}"
    return f"{name} port {backend.port}" if backend.port else name
