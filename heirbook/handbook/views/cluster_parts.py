"""The objects of a cluster by namespace, sorted out once for all its pages."""

from dataclasses import dataclass, field

from heirbook.handbook.views.cluster_storage import ClaimRow, claim_rows, unclaimed
from heirbook.inventory.kubernetes.cluster import Namespaces
from heirbook.inventory.kubernetes.cluster_network import (
    ClusterService,
    ClusterServices,
    Endpoints,
    ServiceEndpoints,
)
from heirbook.inventory.kubernetes.cluster_route import ClusterRoute, cluster_routes
from heirbook.inventory.kubernetes.cluster_storage import PersistentVolume
from heirbook.inventory.kubernetes.disruption import DisruptionBudget, DisruptionBudgets
from heirbook.inventory.kubernetes.pod import Pod, Pods
from heirbook.inventory.kubernetes.workload import Workload, cluster_workloads
from heirbook.inventory.secret_references import SecretReference, secret_references
from heirbook.inventory.snapshot import Source


@dataclass
class NamespaceParts:
    """What stands in one namespace."""

    workloads: list[Workload] = field(default_factory=list)
    routes: list[ClusterRoute] = field(default_factory=list)
    claims: list[ClaimRow] = field(default_factory=list)
    left_over: list[PersistentVolume] = field(default_factory=list)
    services: list[ClusterService] = field(default_factory=list)
    endpoints: list[ServiceEndpoints] = field(default_factory=list)
    endpoints_known: bool = False
    """False: nobody could look who answers, so an empty list says nothing."""
    pods: list[Pod] = field(default_factory=list)
    budgets: list[DisruptionBudget] = field(default_factory=list)
    secrets: list[SecretReference] = field(default_factory=list)


def parts_by_namespace(source: Source) -> dict[str, NamespaceParts]:
    """Return what stands in each namespace, also in one that is not listed."""
    listed, pods = source.facts(Namespaces), source.facts(Pods)
    services, endpoints = source.facts(ClusterServices), source.facts(Endpoints)
    budgets = source.facts(DisruptionBudgets)
    found = {one.name: NamespaceParts() for one in (listed.namespaces if listed else ())}
    for name, objects in (
        ("workloads", cluster_workloads(source)),
        ("routes", cluster_routes(source)),
        ("services", services.services if services else ()),
        ("endpoints", endpoints.endpoints if endpoints else ()),
        ("pods", pods.pods if pods else ()),
        ("budgets", budgets.budgets if budgets else ()),
        ("secrets", secret_references(state.facts for state in source.sections.values())),
    ):
        for one in objects:
            getattr(found.setdefault(one.namespace, NamespaceParts()), name).append(one)
    _add_storage(found, source)
    for parts in found.values():
        parts.endpoints_known = endpoints is not None
    return dict(sorted(found.items()))


def _add_storage(found: dict[str, NamespaceParts], source: Source) -> None:
    for row in claim_rows(source):
        found.setdefault(row.claim.namespace, NamespaceParts()).claims.append(row)
    for volume in unclaimed(source):
        namespace = (volume.claim or "").partition("/")[0]
        if namespace in found:
            found[namespace].left_over.append(volume)
