"""CronJobs of a cluster: `prod/mastodon/cronjob/web`."""

from heirbook.inventory.kubernetes.workload import CronJobs
from heirbook.inventory.relations.identity_kind import IdentityKind, Seen
from heirbook.inventory.relations.workload_life import find_workload

KIND = IdentityKind(source="cluster", facts=CronJobs, infix="cronjob")


def find(facts: CronJobs, name: str) -> Seen | None:
    """Return the CronJob of that namespace and name."""
    return find_workload(facts.workloads, name)
