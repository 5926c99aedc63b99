"""DaemonSets of a cluster: `prod/mastodon/daemonset/web`."""

from heirbook.inventory.kubernetes.workload import DaemonSets
from heirbook.inventory.relations.identity_kind import IdentityKind, Seen
from heirbook.inventory.relations.workload_life import find_workload

KIND = IdentityKind(source="cluster", facts=DaemonSets, infix="daemonset")


def find(facts: DaemonSets, name: str) -> Seen | None:
    """Return the DaemonSet of that namespace and name."""
    return find_workload(facts.workloads, name)
