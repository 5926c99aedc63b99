"""Makes each server's transport from what is declared of it."""

from collections.abc import Callable, Mapping
from pathlib import Path

from heirbook.child import minimal_environment
from heirbook.collectors.identity import Identities
from heirbook.collectors.local import LocalTransport
from heirbook.collectors.pins import Pins, read_pins
from heirbook.collectors.recorded import RecordedTransport
from heirbook.collectors.routes import Routes
from heirbook.collectors.ssh import SshTransport
from heirbook.collectors.transport import Transport
from heirbook.inventory.loading import Declared
from heirbook.workspace import KNOWN_HOSTS, Workspace


def declared_routes(workspace: Workspace, declared: Declared, environ: Mapping[str, str]) -> Routes:
    """Return the ways to all declared servers, with keys looked for below the caller's home."""
    # without HOME, as under cron, the account's own entry names it
    home = Path(environ.get("HOME") or Path("~").expanduser())
    return Routes(declared, Identities(workspace.root, home))


def declared_pins(workspace: Workspace) -> Pins:
    """Return the pinned host keys.

    Raises:
        WorkspaceError: with every line that is no pin.
    """
    return read_pins(workspace.path(KNOWN_HOSTS))


def transport_factory(
    workspace: Workspace, declared: Declared, environ: Mapping[str, str]
) -> Callable[[str], Transport]:
    """Return what makes the transport of a server by its name; keys and pins are read once.

    Raises:
        WorkspaceError: with every line of the pins that is no pin.
    """
    local = LocalTransport(minimal_environment(environ))
    routes, pins = declared_routes(workspace, declared, environ), declared_pins(workspace)

    def make(name: str) -> Transport:
        settings = declared.ssh.for_server(name)
        match settings.transport:
            case "local":
                return local
            case "recorded":
                return RecordedTransport(workspace.path(settings.recording or ""))
            case "ssh":
                return SshTransport(routes.route(name), pins, settings.mode)

    return make
