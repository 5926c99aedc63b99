"""Where everything of a workspace stands: the only place that knows its file names."""

from dataclasses import dataclass
from pathlib import Path

from heirbook.errors import WorkspaceError

FLEET = "inventory/fleet.yml"
PEOPLE = "inventory/people.yml"
SSH = "collectors/ssh.yml"
KUBECTL = "collectors/kubectl.yml"
ENDPOINTS = "collectors/endpoints.yml"
KNOWN_HOSTS = "collectors/known_hosts"
POLICY = "secrets-policy/policy.yml"
HOLDERS = "secrets-policy/holders.yml"
WAIVERS = "secrets-policy/waivers.yml"
LEDGER = "secrets-policy/ledger.jsonl"
MKDOCS = "mkdocs.yml"


@dataclass(frozen=True)
class Workspace:
    """A workspace's root folder; paths below it are relative POSIX texts or these properties."""

    root: Path

    @property
    def snapshots(self) -> Path:
        """Return the folder of observed facts, one file a source."""
        return self.root / "inventory" / "snapshots"

    @property
    def readings(self) -> Path:
        """Return the folder of volatile numbers."""
        return self.root / "inventory" / "readings"

    @property
    def book(self) -> Path:
        """Return the folder of built editions."""
        return self.root / "book"

    @property
    def docs(self) -> Path:
        """Return the folder of hand-written pages."""
        return self.root / "docs"

    @property
    def state(self) -> Path:
        """Return the folder of local state that git never sees."""
        return self.root / ".heirbook"

    def path(self, relative: str) -> Path:
        """Return the full path of a file named relative to the root."""
        return self.root / relative


def find_workspace(start: Path) -> Workspace:
    """Return the workspace that `start` lies in: the nearest folder upward with a fleet.yml.

    Raises:
        WorkspaceError: when no folder up to the root is one, or one cannot be looked into.
    """
    for folder in (start, *start.parents):
        try:
            found = (folder / FLEET).is_file()
        except PermissionError:
            place = (folder / FLEET).parent
            message = f"'{place}' cannot be looked into"
            raise WorkspaceError(message, f"run as its owner: stat -c %U '{place}'") from None
        if found:
            return Workspace(folder)
    raise WorkspaceError(
        f"no workspace here: '{FLEET}' is missing",
        hint="heirbook init",
    )
