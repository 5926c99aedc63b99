"""What stands behind the services of a cluster: ready and not ready per node."""

from collections.abc import Iterable, Iterator

from heirbook.collectors.objects.foreign_object import ObjectFields, Tree, object_fields
from heirbook.collectors.objects.items import Parsed
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster_network import (
    Endpoints,
    NodeEndpoints,
    ServiceEndpoints,
    ServicePort,
)

RESOURCE = Resource(
    title=N_("Endpoints of services"),
    kinds=("endpointslices.discovery.k8s.io",),
    role=(("discovery.k8s.io", "endpointslices"),),
    order=25,
)


def parse(items: Iterable[Item]) -> Endpoints:
    """Return what stands behind each service, its slices put together.

    Sample: `{"endpoints": [{"addresses": ["10.0.0.3"], "conditions": {"ready": true}}]}`
    A slice may leave `ready` out: then it counts as ready.

    Source: Kubernetes API, `discovery.k8s.io/v1` `EndpointSlice`; recorded from server 1.36.2.
    """
    found = Parsed(items, _slice)
    services: dict[str, ServiceEndpoints] = {}
    for one in found.records:
        key = f"{one.service is not None} {one.namespace}/{one.service or one.name}"
        services[key] = _united(services[key], one) if key in services else one
    named = (one.model_copy(update={"name": one.service or one.name}) for one in services.values())
    whole = tuple(sorted(named, key=lambda one: one.sort_key()))
    return found.whole(Endpoints(endpoints=whole))


def _slice(item: Tree) -> ServiceEndpoints | None:
    fields = object_fields(item)
    if fields is None:
        return None
    bare = ObjectFields(**{**fields, "labels": (), "created_at": None, "owner": None})
    endpoints = tuple(item.each("endpoints"))
    nodes = sorted({one.text("nodeName") or "" for one in endpoints if not _is_outside(one)})
    outside = (a for one in endpoints if _is_outside(one) for a in one.texts("addresses"))
    return ServiceEndpoints(
        **bare,
        service=item.text("metadata", "labels", "kubernetes.io/service-name"),
        ports=tuple(_ports(item)),
        nodes=tuple(_node(node, endpoints) for node in nodes),
        outside=tuple(sorted(set(outside))),
    )


def _is_outside(endpoint: Tree) -> bool:
    return not endpoint.has("targetRef") and endpoint.text("nodeName") is None


def _node(name: str, endpoints: tuple[Tree, ...]) -> NodeEndpoints:
    here = [e for e in endpoints if (e.text("nodeName") or "") == name and not _is_outside(e)]
    ready = [one for one in here if one.flag("conditions", "ready") is not False]
    pods = (one.text("targetRef", "name") for one in ready if _is_pod(one))
    return NodeEndpoints(
        node=name or None,
        ready=len(ready),
        not_ready=len(here) - len(ready),
        pods=tuple(sorted({pod for pod in pods if pod})),
    )


def _is_pod(endpoint: Tree) -> bool:
    return endpoint.text("targetRef", "kind") == "Pod"


def _ports(item: Tree) -> Iterator[ServicePort]:
    for port in item.each("ports"):
        yield ServicePort(
            name=port.text("name"),
            protocol=port.text("protocol") or "TCP",
            port=port.number("port"),
        )


def _united(one: ServiceEndpoints, more: ServiceEndpoints) -> ServiceEndpoints:
    """Return two slices of a service as one; a pod with two addresses of two families counts once.

    A service of both families has one slice for each, with the same pods.
    """
    by_node = {node.node: node for node in one.nodes}
    for node in more.nodes:
        known = by_node.get(node.node)
        by_node[node.node] = _sum(known, node) if known else node
    nodes = tuple(by_node[name] for name in sorted(by_node, key=lambda name: name or ""))
    ports = (*one.ports, *(port for port in more.ports if port not in one.ports))
    outside = tuple(sorted({*one.outside, *more.outside}))
    return one.model_copy(update={"nodes": nodes, "ports": ports, "outside": outside})


def _sum(one: NodeEndpoints, more: NodeEndpoints) -> NodeEndpoints:
    if one.pods and one.pods == more.pods:
        return one
    return NodeEndpoints(
        node=one.node,
        ready=one.ready + more.ready,
        not_ready=one.not_ready + more.not_ready,
        pods=tuple(sorted({*one.pods, *more.pods})),
    )
