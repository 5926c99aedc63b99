"""Services of a cluster, what stands behind them, and who may speak to whom."""

from typing import ClassVar

from heirbook.inventory.kubernetes.cluster_object import ClusterObject, KeptLabel
from heirbook.inventory.record import Facts, Record


class ServicePort(Record):
    """A port of a service."""

    name: str | None = None
    protocol: str = "TCP"
    port: int | None = None
    target: str | None = None
    """Port or port name of the pods: `http`, `8080`."""
    node_port: int | None = None


class ClusterService(ClusterObject):
    """A service of a cluster."""

    type: str | None = None
    """`ClusterIP`, `NodePort`, `LoadBalancer`, `ExternalName`."""
    ports: tuple[ServicePort, ...] = ()
    selector: tuple[KeptLabel, ...] = ()
    """Labels of the pods behind it, sorted; none: somebody writes its endpoints by hand."""
    headless: bool = False
    external_name: str | None = None
    external_traffic_policy: str | None = None
    """`Local`: a node without a pod of it answers nobody."""
    health_check_node_port: int | None = None
    load_balancer_addresses: tuple[str, ...] = ()
    """Addresses or names that it got; a LoadBalancer without one still waits."""
    external_addresses: tuple[str, ...] = ()


class ClusterServices(Facts):
    """Services of a cluster."""

    section: ClassVar[str] = "services"
    services: tuple[ClusterService, ...] = ()


class NodeEndpoints(Record):
    """What of a service runs on one node."""

    node: str | None = None
    """None for addresses that belong to no node."""
    ready: int = 0
    not_ready: int = 0
    pods: tuple[str, ...] = ()
    """Names of the pods that are ready."""


class ServiceEndpoints(ClusterObject):
    """Everything behind one service; its name and namespace are the service's."""

    service: str | None = None
    """None for a slice that names no service; its own name stands then."""
    ports: tuple[ServicePort, ...] = ()
    nodes: tuple[NodeEndpoints, ...] = ()
    outside: tuple[str, ...] = ()
    """Addresses that no pod stands behind: a server outside of the cluster."""

    @property
    def ready(self) -> int:
        """Return how many addresses are ready."""
        return sum(node.ready for node in self.nodes)


class Endpoints(Facts):
    """What stands behind the services, over all slices of each."""

    section: ClassVar[str] = "endpointslices"
    endpoints: tuple[ServiceEndpoints, ...] = ()


class NetworkPolicy(ClusterObject):
    """Which pods a policy holds for, and for which directions."""

    pods: tuple[KeptLabel, ...] = ()
    """Labels that select them."""
    every_pod: bool = False
    """An empty selector: all pods of the namespace."""
    by_expression: bool = False
    """The selector has more conditions than these labels."""
    directions: tuple[str, ...] = ()
    """`Ingress`, `Egress`."""
    ingress_rules: int = 0
    """0 with the direction set: nothing may come in."""
    egress_rules: int = 0


class NetworkPolicies(Facts):
    """Policies of who may speak to whom."""

    section: ClassVar[str] = "networkpolicies"
    policies: tuple[NetworkPolicy, ...] = ()


class AddressPool(ClusterObject):
    """Addresses that MetalLB gives to services."""

    addresses: tuple[str, ...] = ()
    """Ranges and networks: `192.0.2.10-192.0.2.20`."""
    auto_assign: bool | None = None


class Layer2Advertisement(ClusterObject):
    """Which pools are announced in the local network, and where."""

    pools: tuple[str, ...] = ()
    interfaces: tuple[str, ...] = ()
    node_labels: tuple[KeptLabel, ...] = ()


class MetalLb(Facts):
    """MetalLB's pools and announcements."""

    section: ClassVar[str] = "metallb"
    pools: tuple[AddressPool, ...] = ()
    advertisements: tuple[Layer2Advertisement, ...] = ()
