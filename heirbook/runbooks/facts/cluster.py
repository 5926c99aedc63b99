"""Runbooks about a whole cluster."""

from collections.abc import Iterator

from heirbook.inventory.kubernetes.cluster import ClusterVersion
from heirbook.runbooks.places import (
    CLUSTER_FACTS,
    cluster_facts,
    clusters_seen,
    kubectl_of,
    seen,
    services_on,
)
from heirbook.runbooks.subject import Fact, Knowledge, Subject, SubjectKind

KIND = SubjectKind(
    facts=CLUSTER_FACTS | {"version", "distribution"},
    fields=frozenset({"distribution", "managed"}),
)


def subjects(knowledge: Knowledge) -> Iterator[Subject]:
    """Yield every cluster that was read."""
    joined = knowledge.joined
    for name, source in clusters_seen(joined):
        version = source.facts(ClusterVersion)
        place = kubectl_of(joined, name)
        managed = "yes" if joined.fleet.clusters[name].managed else ""
        yield Subject(
            name,
            {"distribution": (version.distribution if version else None) or "", "managed": managed},
            {**cluster_facts(knowledge, name), **_facts(knowledge, name, version)},
            server=place.server if place else "",
            cluster=name,
            services=services_on(joined, name),
            kubectl=place,
        )


def _facts(knowledge: Knowledge, name: str, version: ClusterVersion | None) -> dict[str, Fact]:
    values = {
        "version": version.server if version else None,
        "distribution": version.distribution if version else None,
    }
    return {
        key: seen(knowledge.joined, f"cluster/{name}", ClusterVersion.section, value)
        for key, value in values.items()
    }
