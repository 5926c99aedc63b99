"""How each declared server is reached: its place, its login, the jump servers before it."""

import paramiko

from heirbook.collectors.hop import Hop, Place, Route
from heirbook.collectors.identity import Identities
from heirbook.errors import WorkspaceError
from heirbook.inventory.loading import Declared
from heirbook.inventory.ssh_settings import ServerSsh
from heirbook.workspace import SSH


class Routes:
    """Looks up servers by their declared names."""

    def __init__(self, declared: Declared, identities: Identities) -> None:
        self._declared = declared
        self._identities = identities

    def place(self, name: str) -> Place:
        """Return where a server answers."""
        settings = self._declared.ssh.for_server(name)
        return Place(name, self._declared.fleet.servers[name].address, settings.port)

    def route(self, name: str) -> Route:
        """Return the way to a server.

        Raises:
            WorkspaceError: when a key cannot be used or the way runs in a circle.
        """
        return Route(self.jumps(name), self._hop(name))

    def jumps(self, name: str) -> tuple[Hop, ...]:
        """Return the jump servers to a server, outermost first.

        The first one may itself be behind others; those come before it.

        Raises:
            WorkspaceError: as for `route`.
        """
        return tuple(self._hop(jump) for jump in self._jump_names(name, (name,)))

    def _jump_names(self, name: str, seen: tuple[str, ...]) -> tuple[str, ...]:
        via = self._declared.ssh.for_server(name).via
        for jump in via:
            if jump in seen:
                circle = " -> ".join((*seen, jump))
                raise WorkspaceError(
                    f"jump servers run in a circle: {circle}", hint=f"edit 'via' in {SSH}"
                )
        if not via:
            return ()
        return (*self._jump_names(via[0], (*seen, via[0])), *via)

    def _hop(self, name: str) -> Hop:
        settings = self._declared.ssh.for_server(name)
        return Hop(self.place(name), settings.user, self._key(name, settings))

    def _key(self, name: str, settings: ServerSsh) -> paramiko.PKey:
        if settings.agent is not None:
            return self._identities.from_agent(settings.agent)
        if settings.identity is None:
            raise WorkspaceError(
                f"no key is named for server '{name}'",
                hint=f"set 'defaults: {{identity: ~/.ssh/heirbook_ed25519}}' in {SSH}",
            )
        return self._identities.from_file(settings.identity)
