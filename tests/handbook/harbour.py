"""An invented cluster beside the invented infrastructure, and one that nobody ever asked."""

from dataclasses import replace

from heirbook.handbook.book_input import BookInput
from heirbook.inventory.declared import FleetFile
from heirbook.inventory.kubernetes.cluster import ClusterVersion, Namespace, Namespaces
from heirbook.inventory.kubernetes.cluster_access import RoleBinding, RoleBindings, Subject
from heirbook.inventory.kubernetes.cluster_network import (
    ClusterService,
    ClusterServices,
    Endpoints,
    NodeEndpoints,
    ServiceEndpoints,
    ServicePort,
)
from heirbook.inventory.kubernetes.cluster_node import ClusterNode, ClusterNodes, NodeCondition
from heirbook.inventory.kubernetes.cluster_object import KeptLabel
from heirbook.inventory.kubernetes.cluster_route import (
    Backend,
    ClusterRoute,
    Ingresses,
    RouteRule,
    RouteTls,
)
from heirbook.inventory.kubernetes.cluster_storage import Claim, Claims, PersistentVolume, Volumes
from heirbook.inventory.kubernetes.container_template import (
    ContainerTemplate,
    EnvironmentName,
    Probe,
)
from heirbook.inventory.kubernetes.disruption import DisruptionBudget, DisruptionBudgets
from heirbook.inventory.kubernetes.label_selector import LabelSelector
from heirbook.inventory.kubernetes.pod import Pod, PodContainer, Pods, RunningImage
from heirbook.inventory.kubernetes.pod_template import PodTemplate
from heirbook.inventory.kubernetes.workload import (
    CronJobs,
    DaemonSets,
    Deployments,
    Rollout,
    StatefulSets,
    Workload,
)
from heirbook.inventory.record import Facts, SourceId
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.snapshot import Snapshot, Source
from tests.handbook.river import NOW, river, whole

WEB = (KeptLabel(name="app", value="web"),)
IMAGE = "registry.example.org/shop/web:1.8"
DIGESTS = ("sha256:" + "ab" * 32, "sha256:" + "cd" * 32)
CLUSTERS = {
    "harbour": {"purpose": "The shop", "kubectl_from": {"server": "upe", "prefix": "sudo k3s"}},
    "island": {},
}


def harbour() -> BookInput:
    """Return the invented book with a cluster that was read and one that never was."""
    book = river()
    declared = book.fleet.model_dump(mode="json", exclude_unset=True)
    declared["servers"]["pi"]["node_of"] = {"cluster": "harbour", "node": "n2"}
    fleet = FleetFile.model_validate({**declared, "clusters": CLUSTERS})
    sources = {**book.snapshot.sources, SourceId("cluster/harbour"): cluster()}
    return replace(book, fleet=fleet, snapshot=Snapshot(book.snapshot.as_of, sources))


def cluster(*more: Facts) -> Source:
    """Return a small cluster of two kinds of nodes; policies were not permitted."""
    sections = whole(
        ClusterVersion(server="v1.34.6+k3s1", number="1.34.6", distribution="k3s", checks=40),
        nodes(),
        Namespaces(namespaces=(Namespace(name="empty"), Namespace(name="shop"))),
        Deployments(workloads=(web(),)),
        StatefulSets(),
        DaemonSets(),
        CronJobs(workloads=(clean(),)),
        pods(),
        DisruptionBudgets(
            budgets=(
                DisruptionBudget(
                    name="web",
                    namespace="shop",
                    selector=LabelSelector(labels=WEB),
                    min_available="1",
                ),
            )
        ),
        *storage(),
        *network(),
        RoleBindings(
            bindings=(
                RoleBinding(
                    name="admins",
                    role_kind="ClusterRole",
                    role="cluster-admin",
                    subjects=(Subject(kind="User", name="rasa"),),
                ),
                RoleBinding(
                    name="edit",
                    role_kind="ClusterRole",
                    role="edit",
                    subjects=(Subject(kind="User", name="jonas"),),
                ),
            )
        ),
        *more,
    )
    denied: SectionState[Facts] = SectionState(
        state="denied", need="list networkpolicies.networking.k8s.io at the cluster scope"
    )
    return Source(
        SourceId("cluster/harbour"), "ok", "kubectl", NOW, {**sections, "networkpolicies": denied}
    )


def nodes() -> ClusterNodes:
    """Return a node that is a declared server, one of a server's name, and one nobody knows."""
    ready = NodeCondition(type="Ready", status="True")
    full = NodeCondition(type="DiskPressure", status="True", reason="KubeletHasDiskPressure")
    return ClusterNodes(
        nodes=(
            ClusterNode(name="n2", architecture="arm64", kubelet="v1.34.6", conditions=(ready,)),
            ClusterNode(
                name="n3", architecture="amd64", kubelet="v1.34.6", conditions=(ready, full)
            ),
            ClusterNode(
                name="upe",
                architecture="amd64",
                kubelet="v1.34.6",
                roles=("control-plane",),
                conditions=(NodeCondition(type="Ready", status="Unknown", reason="NodeLost"),),
            ),
        )
    )


def web() -> Workload:
    """Return a deployment of which one pod is not ready."""
    container = ContainerTemplate(
        name="app",
        image=IMAGE,
        pull_policy="Always",
        probes=(Probe(kind="readiness", handler="http", path="/up"),),
        environment=(EnvironmentName(name="DB", source="secret", ref="web-env", entry="DB"),),
    )
    return Workload(
        name="web",
        namespace="shop",
        kind="Deployment",
        replicas=3,
        ready=2,
        rollout=Rollout(type="RollingUpdate", max_unavailable="25%"),
        template=PodTemplate(labels=WEB, containers=(container,)),
    )


def clean() -> Workload:
    """Return a job by the clock."""
    container = ContainerTemplate(name="clean", image="busybox:1.37")
    return Workload(
        name="clean",
        namespace="shop",
        kind="CronJob",
        schedule="@daily",
        concurrency="Forbid",
        template=PodTemplate(containers=(container,)),
    )


def pods() -> Pods:
    """Return two pods of one deployment that run different contents under one name."""
    found = (
        Pod(
            name=f"web-{number}",
            namespace="shop",
            node=node,
            workload="shop/deployment/web",
            containers=(
                PodContainer(
                    name="app", image=IMAGE, running=RunningImage(kind="repo-digest", digest=digest)
                ),
            ),
        )
        for number, (node, digest) in enumerate(zip(("n2", "n3"), DIGESTS, strict=True))
    )
    return Pods(pods=tuple(found))


def storage() -> tuple[Facts, ...]:
    """Return a claim on a share, and a volume that a claim left behind."""
    return (
        Claims(
            claims=(Claim(name="data", namespace="shop", volume="v1", size="5Gi", phase="Bound"),)
        ),
        Volumes(
            volumes=(
                PersistentVolume(
                    name="v1",
                    reclaim_policy="Delete",
                    medium="nfs",
                    nfs_server="nas.example.org",
                    path="/export/shop",
                    claim="shop/data",
                    phase="Bound",
                ),
                PersistentVolume(name="v0", path="/srv/old", claim="shop/old", phase="Released"),
            )
        ),
    )


def network() -> tuple[Facts, ...]:
    """Return a route to a service with three pods behind it."""
    port = ServicePort(name="http", port=80, target="8080")
    return (
        ClusterServices(
            services=(
                ClusterService(name="web", namespace="shop", type="ClusterIP", ports=(port,)),
            )
        ),
        Endpoints(
            endpoints=(
                ServiceEndpoints(
                    name="web",
                    namespace="shop",
                    service="web",
                    nodes=(
                        NodeEndpoints(node="n2", ready=1, pods=("web-0",)),
                        NodeEndpoints(node="n3", ready=2, not_ready=1, pods=("canary", "web-1")),
                    ),
                ),
            )
        ),
        Ingresses(
            routes=(
                ClusterRoute(
                    name="web",
                    namespace="shop",
                    kind="Ingress",
                    group="networking.k8s.io",
                    rules=(
                        RouteRule(
                            hosts=("shop.example.org",),
                            paths=("/",),
                            backends=(Backend(name="web", namespace="shop", port="80"),),
                        ),
                    ),
                    tls=(RouteTls(hosts=("shop.example.org",), stored_in="shop-tls"),),
                    uses_tls=True,
                ),
            )
        ),
    )
