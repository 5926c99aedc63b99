"""Deployments of a cluster: `prod/mastodon/deployment/web`."""

from heirbook.inventory.kubernetes.workload import Deployments
from heirbook.inventory.relations.identity_kind import IdentityKind, Seen
from heirbook.inventory.relations.workload_life import find_workload

KIND = IdentityKind(source="cluster", facts=Deployments, infix="deployment")


def find(facts: Deployments, name: str) -> Seen | None:
    """Return the Deployment of that namespace and name."""
    return find_workload(facts.workloads, name)
