"""Everything that the page of one namespace shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.aged import Aged, aged
from heirbook.handbook.views.cluster_names import cluster_path
from heirbook.handbook.views.cluster_parts import NamespaceParts
from heirbook.handbook.views.cluster_storage import ClaimRow
from heirbook.handbook.views.cut import Cut, cut
from heirbook.handbook.views.traffic import ServiceRow, service_rows
from heirbook.handbook.views.workload_rows import WorkloadRow, workload_rows
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster_network import ClusterServices, Endpoints
from heirbook.inventory.kubernetes.cluster_route import (
    ClusterRoute,
    Gateways,
    Ingresses,
    IngressRoutes,
)
from heirbook.inventory.kubernetes.cluster_storage import Claims, PersistentVolume, Volumes
from heirbook.inventory.kubernetes.disruption import DisruptionBudgets
from heirbook.inventory.kubernetes.pod import Pods
from heirbook.inventory.kubernetes.workload import (
    CronJobs,
    DaemonSets,
    Deployments,
    StatefulSets,
    Workload,
)
from heirbook.inventory.record import Facts

MOST_ROWS = 150

SECTIONS: Mapping[str, type[Facts]] = {
    "deployments": Deployments,
    "stateful_sets": StatefulSets,
    "daemon_sets": DaemonSets,
    "pods": Pods,
    "budgets": DisruptionBudgets,
    "services": ClusterServices,
    "endpoints": Endpoints,
    "ingresses": Ingresses,
    "ingress_routes": IngressRoutes,
    "gateways": Gateways,
    "claims": Claims,
    "volumes": Volumes,
    "cron": CronJobs,
}


SECRET_USES = {
    "environment": N_("variables of {user}"),
    "volume": N_("files of {user}"),
    "csi": N_("storage of {user}"),
    "provider-class": N_("files of {user}"),
    "pull": N_("images of {user}"),
    "tls": N_("certificate of {user}"),
    "certificate": N_("kept here by {user}"),
    "issuer": N_("key of {user}"),
    "storage": N_("storage of {user}"),
    "source": N_("written by {user}"),
    "delivery": N_("values of {user}"),
    "operator": N_("login of {user}"),
}
"""What a Secret is needed for."""


@dataclass(frozen=True)
class SecretRow:
    """A Secret by name, and what needs or writes it."""

    name: str
    keys: tuple[str, ...]
    """Names of the entries that are asked for."""
    users: tuple[tuple[str, str], ...]
    """Kind of use, and by what."""
    optional: bool


@dataclass(frozen=True)
class NamespaceTables:
    """The tables of a namespace's page."""

    workloads: Cut[WorkloadRow]
    routes: Cut[ClusterRoute]
    services: Cut[ServiceRow]
    claims: Cut[ClaimRow]
    left_over: Cut[PersistentVolume]
    cron: Cut[Workload]
    secrets: Cut[SecretRow]


def namespace_context(
    book_input: BookInput, cluster: str, namespace: str, parts: NamespaceParts
) -> dict[str, object]:
    """Return what the template of a namespace's page is filled with."""
    views: dict[str, Aged[Facts]] = {
        key: aged(book_input, cluster, kind, "cluster") for key, kind in SECTIONS.items()
    }
    return {
        **views,
        "cluster": cluster,
        "cluster_page": cluster_path(cluster),
        "namespace": namespace,
        "tables": _tables(parts),
        "uses": SECRET_USES,
    }


def _tables(parts: NamespaceParts) -> NamespaceTables:
    cron = (one for one in parts.workloads if one.kind == "CronJob")
    return NamespaceTables(
        workloads=cut(workload_rows(parts), MOST_ROWS),
        routes=cut(parts.routes, MOST_ROWS),
        services=cut(service_rows(parts), MOST_ROWS),
        claims=cut(parts.claims, MOST_ROWS),
        left_over=cut(parts.left_over, MOST_ROWS),
        cron=cut(cron, MOST_ROWS),
        secrets=cut(_secrets(parts), MOST_ROWS),
    )


def _secrets(parts: NamespaceParts) -> Iterator[SecretRow]:
    keys: dict[str, set[str]] = {}
    users: dict[str, set[tuple[str, str]]] = {}
    needed: set[str] = set()
    for one in parts.secrets:
        keys.setdefault(one.name, set()).update([one.key] if one.key else [])
        users.setdefault(one.name, set()).add((one.kind, one.used_by))
        needed.update([] if one.optional else [one.name])
    for name in sorted(users):
        yield SecretRow(
            name, tuple(sorted(keys[name])), tuple(sorted(users[name])), name not in needed
        )
