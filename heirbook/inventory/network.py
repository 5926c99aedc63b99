"""Addresses, routes, name servers and what listens."""

from typing import ClassVar

from heirbook.inventory.record import Facts, Observed


class Interface(Observed):
    """A network interface with its addresses in `address/prefix` form."""

    name: str
    mac: str | None = None
    addresses: tuple[str, ...] = ()

    def identity(self) -> str:
        """Return the interface's name."""
        return self.name


class Interfaces(Facts):
    """Interfaces without those that container engines and cluster networks make."""

    section: ClassVar[str] = "ipaddr"
    interfaces: tuple[Interface, ...] = ()


class Route(Observed):
    """A route: the default one, or to a network of the server's own."""

    destination: str
    """`default` or a network in CIDR form."""
    gateway: str | None = None
    device: str | None = None
    family: int = 4

    def identity(self) -> str:
        """Return family, destination and device."""
        return f"{self.family} {self.destination} {self.device or ''}".rstrip()


class Routes(Facts):
    """Default routes and own networks, both families."""

    section: ClassVar[str] = "iproute"
    routes: tuple[Route, ...] = ()


class Resolver(Facts):
    """Where names are looked up."""

    section: ClassVar[str] = "resolv"
    name_servers: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    stub: bool | None = None
    """The only name server is a local stub, such as systemd-resolved's 127.0.0.53."""


class Listener(Observed):
    """A listening socket."""

    protocol: str
    """`tcp` or `udp`."""
    address: str
    port: int
    cgroup: str | None = None
    unit: str | None = None
    processes: tuple[str, ...] = ()

    def identity(self) -> str:
        """Return protocol, address and port."""
        return f"{self.protocol}/{self.address}:{self.port}"

    def sort_key(self) -> str:
        """Return a key that sorts ports as numbers."""
        return f"{self.port:05d} {self.protocol} {self.address}"


class Sockets(Facts):
    """Listening sockets."""

    section: ClassVar[str] = "sockets"
    listeners: tuple[Listener, ...] = ()
