"""Everything that the page of one cluster shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.known import UNKNOWN_PAGE, source_anchor
from heirbook.handbook.phrases import STATES
from heirbook.handbook.views.aged import Aged, aged, subject
from heirbook.handbook.views.changes import news
from heirbook.handbook.views.cluster_names import cluster_source, namespace_path
from heirbook.handbook.views.cluster_nodes import node_table
from heirbook.handbook.views.cluster_parts import parts_by_namespace
from heirbook.handbook.views.cluster_storage import ClaimRow, claim_rows, unclaimed
from heirbook.handbook.views.cut import Cut, cut
from heirbook.handbook.views.whole_server import facts_seen_at, unread, was_read
from heirbook.inventory.kubernetes.cluster import ClusterVersion, Namespaces
from heirbook.inventory.kubernetes.cluster_access import RoleBindings, Subject
from heirbook.inventory.kubernetes.cluster_credential import ClusterCredential
from heirbook.inventory.kubernetes.cluster_node import ClusterNodes
from heirbook.inventory.kubernetes.cluster_route import Ingresses
from heirbook.inventory.kubernetes.cluster_storage import Claims, PersistentVolume, Volumes
from heirbook.inventory.kubernetes.delivery import Argo, Flux, K3sHelm
from heirbook.inventory.kubernetes.helm_releases import HelmRelease, cluster_releases
from heirbook.inventory.kubernetes.workload import (
    CronJobs,
    DaemonSets,
    Deployments,
    StatefulSets,
    Workload,
    cluster_workloads,
)
from heirbook.inventory.record import Facts
from heirbook.inventory.snapshot import Source

MOST_ROWS = 100
MOST_NAMESPACES = 200
MOST_SUBJECTS = 40
ADMIN = "cluster-admin"
RUNNING_KINDS = frozenset({"Deployment", "StatefulSet", "DaemonSet"})

SECTIONS: Mapping[str, type[Facts]] = {
    "version": ClusterVersion,
    "credential": ClusterCredential,
    "nodes": ClusterNodes,
    "namespaces": Namespaces,
    "deployments": Deployments,
    "claims": Claims,
    "volumes": Volumes,
    "cron": CronJobs,
    "bindings": RoleBindings,
    "flux": Flux,
    "argo": Argo,
    "k3s_helm": K3sHelm,
}


@dataclass(frozen=True)
class NamespaceRow:
    """A namespace in one line; None stands for a kind that nobody could read."""

    cluster: str
    name: str
    workloads: int | None
    ill: int | None
    """Those that have fewer pods ready than they should."""
    routes: int | None
    claims: int | None

    @property
    def path(self) -> str:
        """Return the path of its page."""
        return namespace_path(self.cluster, self.name)


@dataclass(frozen=True)
class AdminRow:
    """Somebody who may do everything in the cluster."""

    binding: str
    subject: Subject


@dataclass(frozen=True)
class ClusterTables:
    """The tables of a cluster's page."""

    namespaces: Cut[NamespaceRow]
    releases: Cut[HelmRelease]
    claims: Cut[ClaimRow]
    left_over: Cut[PersistentVolume]
    cron: Cut[Workload]
    admins: Cut[AdminRow]


def is_ill(workload: Workload) -> bool:
    """Return whether a workload is known to have fewer pods ready than it should."""
    wanted, ready = workload.replicas, workload.ready
    return (
        workload.kind in RUNNING_KINDS
        and wanted is not None
        and ready is not None
        and ready < wanted
    )


def cluster_context(book_input: BookInput, cluster: str) -> dict[str, object]:
    """Return what the template of a cluster's page is filled with."""
    source, name = cluster_source(book_input, cluster), subject("cluster", cluster)
    views: dict[str, Aged[Facts]] = {
        key: aged(book_input, cluster, kind, "cluster") for key, kind in SECTIONS.items()
    }
    credential = source.facts(ClusterCredential) if source else None
    nodes = source.facts(ClusterNodes) if source else None
    return {
        **views,
        "cluster": cluster,
        "subject": name,
        "declared": book_input.fleet.clusters[cluster],
        "source": source,
        "was_read": was_read(source),
        "facts_seen_at": facts_seen_at(book_input, name),
        "states": STATES,
        "source_target": f"{UNKNOWN_PAGE}#{source_anchor(name)}",
        "unread": unread(book_input, name),
        "version_facts": source.facts(ClusterVersion) if source else None,
        "scope": credential.namespaces if credential else (),
        "overprivileged": credential.overprivileged if credential else None,
        "node_table": node_table(book_input, cluster, nodes),
        "tables": _tables(cluster, source) if source else None,
        "news": news(book_input, "source", f"cluster/{cluster}"),
    }


def _tables(cluster: str, source: Source) -> ClusterTables:
    workloads = cluster_workloads(source)
    cron = (one for one in workloads if one.kind == "CronJob")
    return ClusterTables(
        namespaces=cut(_namespaces(cluster, source), MOST_NAMESPACES),
        releases=cut(cluster_releases(source), MOST_ROWS),
        claims=cut(claim_rows(source), MOST_ROWS),
        left_over=cut(unclaimed(source), MOST_ROWS),
        cron=cut(cron, MOST_ROWS),
        admins=cut(_admins(source.facts(RoleBindings)), MOST_SUBJECTS),
    )


def _namespaces(cluster: str, source: Source) -> Iterator[NamespaceRow]:
    seen = all(source.facts(kind) for kind in (Deployments, StatefulSets, DaemonSets))
    routed, claimed = source.facts(Ingresses), source.facts(Claims)
    for name, parts in parts_by_namespace(source).items():
        own = [one for one in parts.workloads if one.owner is None]
        yield NamespaceRow(
            cluster,
            name,
            len(own) if seen else None,
            sum(is_ill(one) for one in own) if seen else None,
            len(parts.routes) if routed else None,
            len(parts.claims) if claimed else None,
        )


def _admins(facts: RoleBindings | None) -> tuple[AdminRow, ...]:
    """Return those who have the role cluster-admin everywhere."""
    return tuple(
        AdminRow(binding.name, one)
        for binding in (facts.bindings if facts else ())
        if (binding.role_kind, binding.role, binding.namespace) == ("ClusterRole", ADMIN, "")
        for one in binding.subjects
    )
