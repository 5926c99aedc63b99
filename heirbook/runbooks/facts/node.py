"""Runbooks about a node of a cluster, and the server behind it."""

from collections.abc import Iterator

from heirbook.inventory.kubernetes.cluster_node import ClusterNodes
from heirbook.inventory.relations.joined import Joined
from heirbook.runbooks.places import (
    CLUSTER_FACTS,
    SERVER_FACTS,
    cluster_facts,
    clusters_seen,
    kubectl_of,
    seen,
    server_facts,
)
from heirbook.runbooks.subject import Knowledge, Subject, SubjectKind

KIND = SubjectKind(facts=CLUSTER_FACTS | SERVER_FACTS | {"node"})


def subjects(knowledge: Knowledge) -> Iterator[Subject]:
    """Yield every node of every cluster that was read."""
    joined = knowledge.joined
    for cluster, source in clusters_seen(joined):
        facts = source.facts(ClusterNodes)
        for one in facts.nodes if facts else ():
            server = _server(joined, cluster, one.name)
            account = joined.fleet.servers[server].account if server else None
            yield Subject(
                f"{cluster}/{one.name}",
                facts={
                    **cluster_facts(knowledge, cluster),
                    **(server_facts(knowledge, server) if server else {}),
                    "node": seen(joined, f"cluster/{cluster}", ClusterNodes.section, one.name),
                },
                server=server,
                cluster=cluster,
                kubectl=kubectl_of(joined, cluster),
                account=account or "",
            )


def _server(joined: Joined, cluster: str, node: str) -> str:
    """Return the declared server behind a node: what `node_of` names, nothing else."""
    for name, declared in sorted(joined.fleet.servers.items()):
        one = declared.node_of
        if one and (one.cluster, one.node or name) == (cluster, node):
            return name
    return ""
