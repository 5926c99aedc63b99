"""Containers: `upe/freescout/app`, else the container's own name, `upe/watcher`."""

from heirbook.inventory.container import Containers
from heirbook.inventory.relations.identity_kind import IdentityKind, Seen

KIND = IdentityKind(source="server", facts=Containers)


def find(facts: Containers, name: str) -> Seen | None:
    """Return the container of that identity or name."""
    for container in facts.containers:
        if name in (container.identity(), container.name):
            return Seen(container, "running" if container.state == "running" else "stopped")
    return None
