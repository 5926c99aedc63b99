"""Ways from an address to the services of a cluster: Ingress, Traefik's routes, the Gateway API."""

from typing import ClassVar

from heirbook.inventory.kubernetes.cluster_object import ClusterObject, KeptLabel
from heirbook.inventory.record import Facts, Record
from heirbook.inventory.snapshot import Source


class Backend(Record):
    """What a route leads to."""

    name: str
    namespace: str = ""
    kind: str = "Service"
    """`Service`, `TraefikService`, or another object's kind."""
    port: str | None = None
    """Number or name."""
    weight: int | None = None


class RouteRule(Record):
    """One rule of a route: hosts and paths, and where they lead."""

    hosts: tuple[str, ...] = ()
    """As they are written: `*.example.org`, `*` of HostSNI; none: every host."""
    hosts_known: bool = True
    """False: the rule could not be read; it stands in `match`."""
    paths: tuple[str, ...] = ()
    match: str | None = None
    """A rule that could not be read whole, or that asks for more than hosts and paths."""
    backends: tuple[Backend, ...] = ()
    middlewares: tuple[str, ...] = ()
    """`namespace/name` of what Traefik does with a request on the way."""


class RouteTls(Record):
    """Which certificate a route shows for which hosts."""

    hosts: tuple[str, ...] = ()
    stored_in: str | None = None
    """Name of the Secret with the certificate; in the route's namespace."""


class Condition(Record):
    """What a controller says of an object: `Accepted`, `True`, `Accepted`."""

    type: str
    status: str | None = None
    reason: str | None = None


class ClusterRoute(ClusterObject):
    """An Ingress, one of Traefik's routes or a route of the Gateway API."""

    kind: str
    """`Ingress`, `IngressRoute`, `IngressRouteTCP`, `IngressRouteUDP`, `HTTPRoute` …"""
    group: str = ""
    """`networking.k8s.io`, `traefik.io`, `traefik.containo.us`, `gateway.networking.k8s.io`."""
    class_name: str | None = None
    entry_points: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    """Gateways that it hangs on: `namespace/name`, with a section `namespace/name#https`."""
    rules: tuple[RouteRule, ...] = ()
    default_backend: Backend | None = None
    tls: tuple[RouteTls, ...] = ()
    uses_tls: bool = False
    passthrough: bool = False
    """The connection is not opened: what stands behind shows its own certificate."""
    certificate_resolver: str | None = None
    annotations: tuple[KeptLabel, ...] = ()
    addresses: tuple[str, ...] = ()
    """Where its controller says that it answers."""
    conditions: tuple[Condition, ...] = ()

    def identity(self) -> str:
        """Return kind, group, namespace and name."""
        return f"{self.kind}.{self.group}/{super().identity()}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """Return all hosts of its rules, sorted."""
        return tuple(sorted({host for rule in self.rules for host in rule.hosts}))

    @property
    def backends(self) -> tuple[Backend, ...]:
        """Return everything it leads to, in the order of the rules."""
        rules = (backend for rule in self.rules for backend in rule.backends)
        return (*rules, *((self.default_backend,) if self.default_backend else ()))


class Ingresses(Facts):
    """Ingresses of a cluster."""

    section: ClassVar[str] = "ingresses"
    routes: tuple[ClusterRoute, ...] = ()


class IngressClass(ClusterObject):
    """A class of ingresses, and the controller that serves it."""

    controller: str | None = None
    """`k8s.io/ingress-nginx`, `traefik.io/ingress-controller`."""
    default: bool = False


class IngressClasses(Facts):
    """Classes of ingresses."""

    section: ClassVar[str] = "ingressclasses"
    classes: tuple[IngressClass, ...] = ()


class Middleware(ClusterObject):
    """A middleware of Traefik: its type and name only, its settings may hold passwords."""

    kind: str = "Middleware"
    """`Middleware` or `MiddlewareTCP`."""
    group: str = ""
    types: tuple[str, ...] = ()
    """`redirectScheme`, `basicAuth`."""

    def identity(self) -> str:
        """Return kind, group, namespace and name."""
        return f"{self.kind}.{self.group}/{super().identity()}"


class IngressRoutes(Facts):
    """Traefik's own routes and middlewares."""

    section: ClassVar[str] = "ingressroutes"
    routes: tuple[ClusterRoute, ...] = ()
    middlewares: tuple[Middleware, ...] = ()


class GatewayListener(Record):
    """A port that a gateway listens on."""

    name: str
    host: str | None = None
    port: int | None = None
    protocol: str | None = None
    tls_secrets: tuple[str, ...] = ()
    """`namespace/name`; the name alone is in the gateway's namespace."""


class Gateway(ClusterObject):
    """A gateway of the Gateway API."""

    class_name: str | None = None
    listeners: tuple[GatewayListener, ...] = ()
    addresses: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()


class GatewayClass(ClusterObject):
    """A class of gateways, and the controller that serves it."""

    controller: str | None = None
    conditions: tuple[Condition, ...] = ()


class Gateways(Facts):
    """The Gateway API: classes, gateways and routes."""

    section: ClassVar[str] = "gateways"
    classes: tuple[GatewayClass, ...] = ()
    gateways: tuple[Gateway, ...] = ()
    routes: tuple[ClusterRoute, ...] = ()


def cluster_routes(source: Source) -> tuple[ClusterRoute, ...]:
    """Return the routes of a cluster of every kind, by namespace and name."""
    kinds = (source.facts(Ingresses), source.facts(IngressRoutes), source.facts(Gateways))
    found = [route for facts in kinds if facts for route in facts.routes]
    return tuple(sorted(found, key=lambda route: (route.namespace, route.name, route.identity())))
