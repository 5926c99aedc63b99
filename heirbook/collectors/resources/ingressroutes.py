"""Traefik's own routes and middlewares, of its old and its new group."""

from collections.abc import Iterable, Mapping

from heirbook.collectors.objects.foreign_object import Tree, group_of, kind_of, object_fields
from heirbook.collectors.objects.items import Parsed, by_kind
from heirbook.collectors.objects.selectors import full_name
from heirbook.collectors.objects.traefik_rule import TraefikRule, parse_rule
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster_route import (
    Backend,
    ClusterRoute,
    IngressRoutes,
    Middleware,
    RouteRule,
    RouteTls,
)

GROUPS = ("traefik.io", "traefik.containo.us")
PLURALS = (
    "ingressroutes", "ingressroutetcps", "ingressrouteudps", "middlewares", "middlewaretcps",
)  # fmt: skip
RESOURCE = Resource(
    title=N_("Routes of Traefik"),
    kinds=tuple(f"{plural}.{group}" for group in GROUPS for plural in PLURALS),
    role=tuple((group, plural) for group in GROUPS for plural in PLURALS),
    order=31,
    optional=True,
)


def parse(items: Iterable[Item]) -> IngressRoutes:
    """Return routes with all their hosts, and middlewares by type and name.

    Sample: ``{"kind": "IngressRoute", "spec": {"routes": [{"match": "Host(`example.org`)"}]}}``

    Source: Traefik 2.11 and 3.3, "Kubernetes IngressRoute"; recorded from a server with its CRDs.
    """
    routes = dict.fromkeys(("IngressRoute", "IngressRouteTCP", "IngressRouteUDP"), _route)
    middlewares = dict.fromkeys(("Middleware", "MiddlewareTCP"), _middleware)
    found = Parsed(items, by_kind({**routes, **middlewares}))
    facts = IngressRoutes(routes=found.of(ClusterRoute), middlewares=found.of(Middleware))
    return found.whole(facts)


def _route(item: Tree) -> ClusterRoute | None:
    fields = object_fields(item)
    if fields is None:
        return None
    spec, tls = item.at("spec"), item.at("spec", "tls")
    return ClusterRoute(
        **fields,
        kind=kind_of(item),
        group=group_of(item),
        class_name=item.text("metadata", "annotations", "kubernetes.io/ingress.class"),
        entry_points=spec.texts("entryPoints"),
        rules=tuple(_rule(rule, fields["namespace"]) for rule in spec.each("routes")),
        tls=_certificates(tls),
        uses_tls=isinstance(tls.value, Mapping),
        passthrough=tls.flag("passthrough") is True,
        certificate_resolver=tls.text("certResolver"),
    )


def _certificates(tls: Tree) -> tuple[RouteTls, ...]:
    hosts = [
        host
        for domain in tls.each("domains")
        for host in (domain.text("main"), *domain.texts("sans"))
        if host
    ]
    secret = tls.text("secretName")
    return (RouteTls(hosts=tuple(hosts), stored_in=secret),) if hosts or secret else ()


def _rule(rule: Tree, namespace: str) -> RouteRule:
    match = rule.text("match")
    # a route for UDP has no rule: everything at its entry point is meant
    read = TraefikRule() if match is None else parse_rule(match)
    return RouteRule(
        hosts=read.hosts,
        hosts_known=read.known,
        paths=read.paths,
        match=read.match,
        backends=tuple(
            Backend(
                name=name,
                namespace=service.text("namespace") or namespace,
                kind=service.text("kind") or "Service",
                port=service.words("port"),
                weight=service.number("weight"),
            )
            for service in rule.each("services")
            if (name := service.text("name"))
        ),
        middlewares=tuple(
            used
            for one in rule.each("middlewares")
            if (used := full_name(one.text("namespace") or namespace, one.text("name")))
        ),
    )


def _middleware(item: Tree) -> Middleware | None:
    fields = object_fields(item)
    if fields is None:
        return None
    types = item.names("spec")
    return Middleware(**fields, kind=kind_of(item), group=group_of(item), types=types)
