"""Makes each server's transport from what is declared of it."""

from collections.abc import Mapping
from pathlib import Path

from heirbook.child import minimal_environment
from heirbook.collectors.identity import Identities
from heirbook.collectors.local import LocalTransport
from heirbook.collectors.pins import Pins, read_pins
from heirbook.collectors.recorded import RecordedTransport
from heirbook.collectors.routes import Routes
from heirbook.collectors.ssh import SshTransport
from heirbook.collectors.transport import Transport
from heirbook.errors import Problem, WorkspaceError
from heirbook.inventory.loading import Declared
from heirbook.workspace import KNOWN_HOSTS, SSH, Workspace

CLUSTER_CAP_BYTES = 128 * 1024 * 1024
"""What is kept of the answer of a server through which a cluster is read."""


def declared_pins(workspace: Workspace) -> Pins:
    """Return the pinned host keys.

    Raises:
        WorkspaceError: with every line that is no pin.
    """
    return read_pins(workspace.path(KNOWN_HOSTS))


class Transports:
    """The ways to all declared servers; keys and pins are read once, an agent is asked once.

    Raises:
        WorkspaceError: with every line of the pins that is no pin.
    """

    def __init__(
        self, workspace: Workspace, declared: Declared, environ: Mapping[str, str]
    ) -> None:
        # without HOME, as under cron, the account's own entry names it
        home = Path(environ.get("HOME") or Path("~").expanduser())
        self._workspace = workspace
        self._declared = declared
        self._identities = Identities(workspace.root, home)
        self._local = LocalTransport(minimal_environment(environ))
        self.routes = Routes(declared, self._identities)
        self.pins = declared_pins(workspace)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """Return what is to be said of weak pins."""
        return self.pins.warnings

    def make(self, name: str) -> Transport:
        """Return the transport of a server.

        Raises:
            WorkspaceError: when its key cannot be used.
        """
        settings = self._declared.ssh.for_server(name)
        match settings.transport:
            case "local":
                return self._local
            case "recorded":
                return RecordedTransport(self._workspace.path(settings.recording or ""))
            case "ssh":
                return SshTransport(self.routes.route(name), self.pins, settings.mode)

    def make_for_cluster(self, name: str) -> Transport:
        """Return the transport of a server through which a cluster is read, its caps wider.

        Raises:
            WorkspaceError: when its key cannot be used, or a forced command would run instead.
        """
        settings = self._declared.ssh.for_server(name)
        if settings.mode == "installed":
            raise WorkspaceError(
                f"server '{name}' has mode installed; a cluster is read over mode script only",
                f"set 'mode: script' for it in {SSH}",
            )
        if settings.transport != "ssh":
            return self.make(name)
        return SshTransport(self.routes.route(name), self.pins, stdout_cap_bytes=CLUSTER_CAP_BYTES)

    def close(self) -> None:
        """Let go of the agent."""
        self._identities.close()
