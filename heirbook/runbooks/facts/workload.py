"""Runbooks about a workload of a cluster: its object, image, selector and the service before it."""

from collections.abc import Iterator

from heirbook.inventory.declared import FleetFile
from heirbook.inventory.kubernetes.container_template import ContainerTemplate
from heirbook.inventory.kubernetes.workload import Workload, cluster_workloads
from heirbook.inventory.record import SourceId
from heirbook.inventory.snapshot import Snapshot
from heirbook.runbooks.places import (
    CLUSTER_FACTS,
    cluster_facts,
    clusters_seen,
    kubectl_of,
    owners,
    seen,
)
from heirbook.runbooks.subject import Fact, Knowledge, Subject, SubjectKind

KIND = SubjectKind(
    facts=CLUSTER_FACTS | {"ns", "object", "container", "ref", "selector", "previous_ref"},
    fields=frozenset({"workload_kind", "declared", "replicas"}),
)
_SHIPPED = ("kube-system", "kube-public", "kube-node-lease")


def subjects(knowledge: Knowledge) -> Iterator[Subject]:
    """Yield every workload outside the namespaces that belong to the cluster itself."""
    joined = knowledge.joined
    named = owners(joined)
    for cluster, source in clusters_seen(joined):
        for one in cluster_workloads(source):
            identity = f"{cluster}/{one.identity()}"
            if _is_infrastructure(joined.fleet, cluster, one.namespace) and identity not in named:
                continue
            fields = {
                "workload_kind": one.kind.lower(),
                "declared": "yes" if identity in named else "",
                "replicas": "" if one.replicas is None else str(one.replicas),
            }
            yield Subject(
                identity,
                fields,
                {**cluster_facts(knowledge, cluster), **_facts(knowledge, cluster, one)},
                cluster=cluster,
                services=named.get(identity, ()),
                kubectl=kubectl_of(joined, cluster),
            )


def _is_infrastructure(fleet: FleetFile, cluster: str, namespace: str) -> bool:
    listed = (*_SHIPPED, *fleet.findings.infrastructure)
    return namespace in listed or f"{cluster}/{namespace}" in listed


def _facts(knowledge: Knowledge, cluster: str, one: Workload) -> dict[str, Fact]:
    section = f"{one.kind.lower()}s"
    main = _main(one)
    before = _before(knowledge.previous, cluster, one)
    old = _main(before) if before else None
    changed = old and main and old.image != main.image
    values = {
        "ns": one.namespace,
        "object": f"{one.kind.lower()}/{one.name}",
        "container": main.name if main else None,
        "ref": main.image if main else None,
        "selector": _selector(one),
        "previous_ref": old.image if old and changed else None,
    }
    joined = knowledge.joined
    return {
        name: seen(joined, f"cluster/{cluster}", section, value) for name, value in values.items()
    }


def _main(one: Workload) -> ContainerTemplate | None:
    """Return its one container; nothing where there are several to choose from."""
    own = [each for each in one.template.containers if not each.init]
    return own[0] if len(own) == 1 else None


def _selector(one: Workload) -> str:
    """Return `app=web,tier=front`; nothing where conditions are more than labels."""
    if one.selector.conditions:
        return ""
    return ",".join(f"{label.name}={label.value}" for label in one.selector.labels)


def _before(previous: Snapshot | None, cluster: str, one: Workload) -> Workload | None:
    source = previous.sources.get(SourceId(f"cluster/{cluster}")) if previous else None
    found = cluster_workloads(source) if source else ()
    return next((old for old in found if old.identity() == one.identity()), None)
