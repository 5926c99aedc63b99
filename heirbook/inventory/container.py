"""Containers and images of docker and podman."""

from typing import Annotated, ClassVar

from heirbook.inventory.record import VOLATILE, Facts, Observed, Record, Utc


class Port(Record):
    """A published port."""

    container: str
    """`80/tcp`."""
    address: str | None = None
    port: int | None = None


class ContainerMount(Record):
    """A volume or bind mount of a container."""

    type: str
    source: str | None = None
    target: str
    writable: bool = True


class Label(Record):
    """A label: its value only where the name is on the list of harmless ones."""

    name: str
    value: str | None = None


class Container(Observed):
    """A container; names of environment variables only."""

    name: str
    engine: str
    reference: str | None = None
    """The image as it was asked for: `nginx:1.27`."""
    image_id: str | None = None
    project: str | None = None
    service: str | None = None
    number: int | None = None
    state: str | None = None
    exit_code: int | None = None
    out_of_memory: bool | None = None
    restart_policy: str | None = None
    network_mode: str | None = None
    privileged: bool | None = None
    user: str | None = None
    created_at: Utc | None = None
    ports: tuple[Port, ...] = ()
    mounts: tuple[ContainerMount, ...] = ()
    environment_names: tuple[str, ...] = ()
    environment_others: int | None = None
    """How many more variables it has, whose names are of another shape."""
    labels: tuple[Label, ...] = ()
    started_at: Annotated[Utc | None, VOLATILE] = None
    restarts: Annotated[int | None, VOLATILE] = None
    health: Annotated[str | None, VOLATILE] = None

    def identity(self) -> str:
        """Return `project/service[/number]`, else the container's name."""
        if not (self.project and self.service):
            return self.name
        number = f"/{self.number}" if self.number and self.number > 1 else ""
        return f"{self.project}/{self.service}{number}"

    def sort_key(self) -> str:
        """Return identity, then engine: both engines may hold one name."""
        return f"{self.identity()} {self.engine}"


class Engine(Observed):
    """A container engine on the server."""

    name: str
    version: str | None = None

    def identity(self) -> str:
        """Return `docker` or `podman`."""
        return self.name


class RegistryLogin(Observed):
    """A registry this server has a login for; never the login itself."""

    file: str
    registry: str
    helper: bool = False
    """A credential helper holds it."""

    def identity(self) -> str:
        """Return file and registry."""
        return f"{self.file} {self.registry}"


class Containers(Facts):
    """Engines, their containers, and registries with logins."""

    section: ClassVar[str] = "containers"
    engines: tuple[Engine, ...] = ()
    containers: tuple[Container, ...] = ()
    logins: tuple[RegistryLogin, ...] = ()


class Image(Observed):
    """An image in an engine's store."""

    id: str
    engine: str
    tags: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()
    """`name@sha256:…`; docker has none for local builds, podman invents one below `localhost/`."""
    architecture: str | None = None
    os: str | None = None
    created_at: Utc | None = None
    size_bytes: int | None = None

    def identity(self) -> str:
        """Return engine and image id."""
        return f"{self.engine}/{self.id}"


class Images(Facts):
    """Images in the engines' stores."""

    section: ClassVar[str] = "images"
    images: tuple[Image, ...] = ()
