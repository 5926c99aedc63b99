"""One server on the way to a server, with the login that is used there."""

from dataclasses import dataclass

import paramiko


@dataclass(frozen=True)
class Place:
    """Where a server answers; pins belong to the address and port."""

    server: str
    address: str
    port: int


@dataclass(frozen=True)
class Hop:
    """A place, and the one user and key that are tried there, once."""

    place: Place
    user: str
    key: paramiko.PKey


@dataclass(frozen=True)
class Route:
    """A server and the jump servers before it, outermost first."""

    jumps: tuple[Hop, ...]
    target: Hop

    @property
    def hops(self) -> tuple[Hop, ...]:
        """Return the jump servers and then the server itself."""
        return (*self.jumps, self.target)
