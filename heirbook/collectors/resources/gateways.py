"""The Gateway API: classes, gateways and their routes."""

from collections.abc import Iterable

from heirbook.collectors.objects.conditions import conditions, parent_conditions
from heirbook.collectors.objects.foreign_object import Tree, group_of, kind_of, object_fields
from heirbook.collectors.objects.items import Parsed, by_kind
from heirbook.collectors.objects.selectors import full_name, parent_name
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster_route import (
    Backend,
    ClusterRoute,
    Gateway,
    GatewayClass,
    GatewayListener,
    Gateways,
    RouteRule,
)

GROUP = "gateway.networking.k8s.io"
ROUTES = ("HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute")
PLURALS = ("gatewayclasses", "gateways", *(f"{kind.lower()}s" for kind in ROUTES))
RESOURCE = Resource(
    title=N_("Gateways and their routes"),
    kinds=tuple(f"{plural}.{GROUP}" for plural in PLURALS),
    role=tuple((GROUP, plural) for plural in PLURALS),
    cluster_wide=("gatewayclasses",),
    order=32,
    optional=True,
)


def parse(items: Iterable[Item]) -> Gateways:
    """Return classes, gateways and routes.

    Sample: `{"kind": "HTTPRoute", "spec": {"hostnames": ["example.org"]}}`

    Source: Gateway API 1.2, `gateway.networking.k8s.io/v1`.
    """
    readers = {"GatewayClass": _class, "Gateway": _gateway}
    found = Parsed(items, by_kind({**readers, **dict.fromkeys(ROUTES, _route)}))
    facts = Gateways(
        classes=found.of(GatewayClass),
        gateways=found.of(Gateway),
        routes=found.of(ClusterRoute),
    )
    return found.whole(facts)


def _class(item: Tree) -> GatewayClass | None:
    fields = object_fields(item)
    if fields is None:
        return None
    controller = item.text("spec", "controllerName")
    return GatewayClass(**fields, controller=controller, conditions=conditions(item))


def _gateway(item: Tree) -> Gateway | None:
    fields = object_fields(item)
    if fields is None:
        return None
    found = (one.text("value") for one in item.each("status", "addresses"))
    return Gateway(
        **fields,
        class_name=item.text("spec", "gatewayClassName"),
        listeners=tuple(_listener(one) for one in item.each("spec", "listeners")),
        addresses=tuple(address for address in found if address),
        conditions=conditions(item),
    )


def _listener(one: Tree) -> GatewayListener:
    references = one.each("tls", "certificateRefs")
    secrets = (full_name(ref.text("namespace"), ref.text("name")) for ref in references)
    return GatewayListener(
        name=one.text("name") or "",
        host=one.text("hostname"),
        port=one.number("port"),
        protocol=one.text("protocol"),
        tls_secrets=tuple(secret for secret in secrets if secret),
    )


def _route(item: Tree) -> ClusterRoute | None:
    fields = object_fields(item)
    if fields is None:
        return None
    namespace, hosts = fields["namespace"], item.texts("spec", "hostnames")
    rules = tuple(_rule(rule, hosts, namespace) for rule in item.each("spec", "rules"))
    return ClusterRoute(
        **fields,
        kind=kind_of(item),
        group=group_of(item),
        parents=tuple(
            name for one in item.each("spec", "parentRefs") if (name := parent_name(one, namespace))
        ),
        rules=rules or ((RouteRule(hosts=hosts),) if hosts else ()),
        conditions=parent_conditions(item),
    )


def _rule(rule: Tree, hosts: tuple[str, ...], namespace: str) -> RouteRule:
    paths = (match.text("path", "value") for match in rule.each("matches"))
    return RouteRule(
        hosts=hosts,
        paths=tuple(dict.fromkeys(path for path in paths if path)),
        backends=tuple(
            Backend(
                name=name,
                namespace=one.text("namespace") or namespace,
                kind=one.text("kind") or "Service",
                port=one.words("port"),
                weight=one.number("weight"),
            )
            for one in rule.each("backendRefs")
            if (name := one.text("name"))
        ),
    )
