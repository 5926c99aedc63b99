"""The collection script of one declared server as a file, and what its account needs besides."""

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from heirbook.collectors.collection import load_checked
from heirbook.collectors.identity import Identities
from heirbook.collectors.installed_parts import SCRIPT_PATH, WRAPPER, authorized_key, sudoers
from heirbook.collectors.readers.setting_lines import settings_lines
from heirbook.collectors.routes import Routes
from heirbook.collectors.script import PROTOCOL, installed_script
from heirbook.collectors.server_plan import all_sections
from heirbook.collectors.work import Surroundings
from heirbook.errors import UsageError
from heirbook.inventory.loading import Declared
from heirbook.inventory.names import did_you_mean
from heirbook.workspace import FLEET, Workspace


@dataclass(frozen=True)
class _Export:
    """One server, and what its parts are made from."""

    server: str
    origin: str | None
    workspace: Workspace
    declared: Declared
    around: Surroundings

    def script(self) -> str:
        """Return the assembled script with every section that is not switched off."""
        settings = self.declared.ssh.for_server(self.server)
        skip = settings.sections.skip
        enabled = tuple(unit for unit in all_sections() if unit.id not in skip)
        lines = settings_lines(self.declared, self.server)
        # it runs as root already, or not at all
        text = installed_script(enabled, lines, "none", settings.sections.deep)
        shebang, _, rest = text.partition("\n")
        told = f"# {SCRIPT_PATH} of '{self.server}', root:root 0755, protocol {PROTOCOL}"
        return f"{shebang}\n{told}\n{rest}"

    def wrapper(self) -> str:
        """Return the one program that the account's key may start."""
        return WRAPPER

    def sudoers(self) -> str:
        """Return what sudo has to allow."""
        return sudoers(self.declared.ssh.for_server(self.server).user)

    def authorized_key(self) -> str:
        """Return the account's line of authorized_keys, with the key that collects."""
        environ = self.around.environ
        # without HOME, as under cron, the account's own entry names it
        home = Path(environ.get("HOME") or Path("~").expanduser())
        with closing(Identities(self.workspace.root, home)) as identities:
            key = Routes(self.declared, identities).route(self.server).target.key
            public = f"{key.get_name()} {key.get_base64()}"
        try:
            return authorized_key(public, self.around.clock().date(), self.origin)
        except ValueError as error:
            raise UsageError(str(error), "write --from 192.0.2.5,2001:db8::/64") from None


PARTS: Mapping[str, Callable[[_Export], str]] = {
    "script": _Export.script,
    "wrapper": _Export.wrapper,
    "sudoers": _Export.sudoers,
    "authorized-key": _Export.authorized_key,
}
"""What can be printed, by its name on the command line."""


def export_script(
    workspace: Workspace, server: str, part: str, origin: str | None, around: Surroundings
) -> str:
    """Return one of the parts of a server's installed collection.

    `origin` are the addresses from which its key may log in.

    Raises:
        UsageError: for a server that is not declared, or an origin that is no list of addresses.
        WorkspaceError: when the workspace is wrong, or its key cannot be used.
    """
    declared = load_checked(workspace, around.clock())
    known = declared.fleet.servers
    if server not in known:
        raise UsageError(
            f"no server is called '{server}'{did_you_mean(server, known)}",
            f"name one of {FLEET}: {', '.join(sorted(known))}" if known else f"edit {FLEET}",
        )
    return PARTS[part](_Export(server, origin, workspace, declared, around))
