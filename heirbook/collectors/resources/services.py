"""Services of a cluster."""

from collections.abc import Iterable

from heirbook.collectors.objects.foreign_object import Tree, object_fields
from heirbook.collectors.objects.items import Parsed
from heirbook.collectors.objects.selectors import label_texts
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster_network import (
    ClusterService,
    ClusterServices,
    ServicePort,
)

RESOURCE = Resource(
    title=N_("Services in the cluster"),
    kinds=("services.v1.",),
    role=(("", "services"),),
    order=20,
)


def parse(items: Iterable[Item]) -> ClusterServices:
    """Return the services.

    Sample: `{"kind": "Service", "metadata": {"name": "web"}, "spec": {"type": "ClusterIP"}}`

    Source: Kubernetes API, `v1` `Service`; recorded from server 1.36.2.
    """
    found = Parsed(items, _service)
    return found.whole(ClusterServices(services=found.records))


def _service(item: Tree) -> ClusterService | None:
    fields = object_fields(item)
    if fields is None:
        return None
    spec, given = item.at("spec"), item.at("status", "loadBalancer")
    return ClusterService(
        **fields,
        type=spec.text("type"),
        ports=tuple(_port(port) for port in spec.each("ports")),
        selector=label_texts(spec, "selector"),
        headless=spec.text("clusterIP") == "None",
        external_name=spec.text("externalName"),
        external_traffic_policy=spec.text("externalTrafficPolicy"),
        health_check_node_port=spec.number("healthCheckNodePort"),
        load_balancer_addresses=tuple(
            address
            for one in given.each("ingress")
            if (address := one.text("ip") or one.text("hostname"))
        ),
        external_addresses=spec.texts("externalIPs"),
    )


def _port(port: Tree) -> ServicePort:
    return ServicePort(
        name=port.text("name"),
        protocol=port.text("protocol") or "TCP",
        port=port.number("port"),
        target=port.words("targetPort"),
        node_port=port.number("nodePort"),
    )
