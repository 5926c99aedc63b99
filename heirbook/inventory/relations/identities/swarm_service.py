"""Services of Docker Swarm, by the manager that tells of them: `upe/dokploy`."""

from heirbook.inventory.relations.identity_kind import IdentityKind, Seen
from heirbook.inventory.swarm import Swarm

KIND = IdentityKind(source="server", facts=Swarm)


def find(facts: Swarm, name: str) -> Seen | None:
    """Return the service of that name; one that is wanted nowhere does not run."""
    for service in facts.services:
        if service.name == name:
            return Seen(service, "stopped" if service.replicas == 0 else "running")
    return None
