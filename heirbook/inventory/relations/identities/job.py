"""Jobs of a cluster: `prod/mastodon/job/web`."""

from heirbook.inventory.kubernetes.workload import Jobs
from heirbook.inventory.relations.identity_kind import IdentityKind, Seen
from heirbook.inventory.relations.workload_life import find_workload

KIND = IdentityKind(source="cluster", facts=Jobs, infix="job")


def find(facts: Jobs, name: str) -> Seen | None:
    """Return the Job of that namespace and name."""
    return find_workload(facts.workloads, name)
