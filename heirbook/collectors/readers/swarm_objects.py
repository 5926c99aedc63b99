"""What a manager of a swarm prints of a service or a node, one JSON object a line."""

import re
from datetime import datetime

from heirbook.collectors.readers.inspection import moment, variables
from heirbook.inventory.record import Foreign
from heirbook.inventory.swarm import SwarmNode, SwarmPort, SwarmService

_REPLICAS = re.compile(r"\d{1,9}/\d{1,9}", re.ASCII)


class ListedService(Foreign):
    """A service as `docker service ls` prints it."""

    name: str
    mode: str = ""
    replicas: str = ""
    """`2/3`, or `2/3 (max 1 per node)`."""


class InspectedPort(Foreign):
    """A published port as the template prints it."""

    mode: str | None = None
    target: int
    protocol: str
    port: int | None = None


class InspectedService(Foreign):
    """A service as the template prints it; the lists end with a null."""

    name: str
    created_at: datetime | None = None
    updated_at: datetime | None = None
    stack: str | None = None
    environment: tuple[str | None, ...] = ()
    secrets: tuple[str | None, ...] = ()
    configs: tuple[str | None, ...] = ()
    reference: str | None = None
    replicas: int | None = None
    update_state: str | None = None
    ports: tuple[InspectedPort | None, ...] = ()

    def service(self, listed: ListedService | None) -> SwarmService:
        """Return the service, with what the list says of it."""
        running = _REPLICAS.match(listed.replicas) if listed else None
        return SwarmService.model_validate(
            {
                "name": self.name,
                "stack": self.stack or None,
                "reference": self.reference or None,
                "mode": (listed.mode if listed else "").replace(" ", "-") or None,
                "replicas": self.replicas,
                "ports": self._ports(),
                "update_state": self.update_state or None,
                "updated_at": moment(self.updated_at),
                "created_at": moment(self.created_at),
                **(variables(self.environment) if self.environment else {}),
                "secrets": tuple(sorted({name for name in self.secrets if name})),
                "configs": tuple(sorted({name for name in self.configs if name})),
                "running": running[0] if running else None,
            }
        )

    def _ports(self) -> tuple[SwarmPort, ...]:
        found = {(one.port or 0, one.target, one.protocol, one.mode) for one in self.ports if one}
        return tuple(
            SwarmPort(container=f"{target}/{protocol}", port=port or None, mode=mode)
            for port, target, protocol, mode in sorted(found, key=str)
        )


class InspectedNode(Foreign):
    """A node as the template prints it."""

    id: str
    hostname: str | None = None
    role: str | None = None
    availability: str | None = None
    state: str | None = None
    address: str | None = None
    architecture: str | None = None
    engine_version: str | None = None
    leader: bool = False
    reachability: str | None = None

    def node(self) -> SwarmNode:
        """Return the node; what is empty is not known."""
        stated = self.model_dump()
        return SwarmNode.model_validate(
            {name: None if value == "" else value for name, value in stated.items()}
        )
