"""Docker Swarm: its services and nodes, as a manager tells them."""

from typing import Annotated, ClassVar, Literal

from heirbook.inventory.record import VOLATILE, Facts, Observed, Record, Utc


class SwarmPort(Record):
    """A published port of a service."""

    container: str
    """`80/tcp`."""
    port: int | None = None
    mode: str | None = None
    """`ingress`: on every node; `host`: on the nodes that run it."""


class SwarmService(Observed):
    """A service of the swarm; names of variables, secrets and configs only."""

    name: str
    stack: str | None = None
    reference: str | None = None
    """The image as it was asked for: `nginx:1.27@sha256:…`."""
    mode: str | None = None
    """`replicated`, `global`, `replicated-job`, `global-job`."""
    replicas: int | None = None
    """How many are wanted; None for a global service: one a node."""
    ports: tuple[SwarmPort, ...] = ()
    update_state: str | None = None
    """State of the newest update: `completed`, `paused`, `rollback_paused` …"""
    updated_at: Utc | None = None
    created_at: Utc | None = None
    environment_names: tuple[str, ...] = ()
    environment_others: int | None = None
    """How many more variables it has, whose names are of another shape."""
    secrets: tuple[str, ...] = ()
    configs: tuple[str, ...] = ()
    running: Annotated[str | None, VOLATILE] = None
    """`2/3`: how many run of how many that are wanted."""

    def identity(self) -> str:
        """Return the service's name."""
        return self.name


class SwarmNode(Observed):
    """A node of the swarm."""

    id: str
    hostname: str | None = None
    role: str | None = None
    """`manager` or `worker`."""
    leader: bool = False
    availability: str | None = None
    """`active`, `pause`, `drain`."""
    state: str | None = None
    """`ready`, `down`, `disconnected`, `unknown`."""
    reachability: str | None = None
    """Of a manager: `reachable` or `unreachable`."""
    architecture: str | None = None
    engine_version: str | None = None
    address: str | None = None

    def identity(self) -> str:
        """Return the node's id: two nodes may have one host name."""
        return self.id

    def sort_key(self) -> str:
        """Return host name, then id."""
        return f"{self.hostname} {self.id}"


class Swarm(Facts):
    """The swarm this server belongs to."""

    section: ClassVar[str] = "swarm"
    role: Literal["manager", "worker"] | None = None
    """What this server is in it; only a manager can tell services and nodes."""
    dokploy_folder: bool = False
    """`/etc/dokploy` is there."""
    services: tuple[SwarmService, ...] = ()
    nodes: tuple[SwarmNode, ...] = ()

    @property
    def dokploy(self) -> bool:
        """Return whether Dokploy runs here: a service called `dokploy…`, or its folder."""
        named = any(service.name.startswith("dokploy") for service in self.services)
        return self.dokploy_folder or named
