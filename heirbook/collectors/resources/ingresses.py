"""Ingresses of a cluster: hosts, paths and where they lead."""

from collections.abc import Iterable

from heirbook.collectors.objects.foreign_object import Tree, group_of, object_fields
from heirbook.collectors.objects.items import Parsed
from heirbook.collectors.objects.route_annotations import route_annotations
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster_route import (
    Backend,
    ClusterRoute,
    Ingresses,
    RouteRule,
    RouteTls,
)

RESOURCE = Resource(
    title=N_("Ingresses"),
    kinds=("ingresses.networking.k8s.io",),
    role=(("networking.k8s.io", "ingresses"),),
    order=30,
)
OLD_CLASS = "kubernetes.io/ingress.class"


def parse(items: Iterable[Item]) -> Ingresses:
    """Return the ingresses.

    Sample: `{"spec": {"rules": [{"host": "example.org", "http": {"paths": []}}]}}`

    Source: Kubernetes API, `networking.k8s.io/v1` `Ingress`; recorded from server 1.36.2.
    """
    found = Parsed(items, _ingress)
    return found.whole(Ingresses(routes=found.records))


def _ingress(item: Tree) -> ClusterRoute | None:
    fields = object_fields(item)
    if fields is None:
        return None
    spec, namespace = item.at("spec"), fields["namespace"]
    tls = tuple(
        RouteTls(hosts=one.texts("hosts"), stored_in=one.text("secretName"))
        for one in spec.each("tls")
    )
    return ClusterRoute(
        **fields,
        kind="Ingress",
        group=group_of(item),
        class_name=spec.text("ingressClassName") or item.text("metadata", "annotations", OLD_CLASS),
        rules=tuple(_rule(rule, namespace) for rule in spec.each("rules")),
        default_backend=_backend(spec.at("defaultBackend"), namespace),
        tls=tls,
        uses_tls=bool(tls),
        annotations=route_annotations(item),
        addresses=tuple(
            address
            for one in item.each("status", "loadBalancer", "ingress")
            if (address := one.text("ip") or one.text("hostname"))
        ),
    )


def _rule(rule: Tree, namespace: str) -> RouteRule:
    host = rule.text("host")
    ways = tuple(rule.each("http", "paths"))
    backends = (_backend(way.at("backend"), namespace) for way in ways)
    return RouteRule(
        hosts=(host,) if host else (),
        paths=tuple(way.text("path") or "/" for way in ways),
        backends=tuple(backend for backend in backends if backend),
    )


def _backend(backend: Tree, namespace: str) -> Backend | None:
    service, resource = backend.at("service"), backend.at("resource")
    if name := service.text("name"):
        port = service.words("port", "number") or service.text("port", "name")
        return Backend(name=name, namespace=namespace, port=port)
    if name := resource.text("name"):
        return Backend(name=name, namespace=namespace, kind=resource.text("kind") or "unknown")
    return None
