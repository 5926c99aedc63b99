"""StatefulSets of a cluster: `prod/mastodon/statefulset/web`."""

from heirbook.inventory.kubernetes.workload import StatefulSets
from heirbook.inventory.relations.identity_kind import IdentityKind, Seen
from heirbook.inventory.relations.workload_life import find_workload

KIND = IdentityKind(source="cluster", facts=StatefulSets, infix="statefulset")


def find(facts: StatefulSets, name: str) -> Seen | None:
    """Return the StatefulSet of that namespace and name."""
    return find_workload(facts.workloads, name)
