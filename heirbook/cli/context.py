"""What one command line brings with it: time, environment, the chosen workspace."""

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import click

from heirbook.errors import HeirbookError, UsageError
from heirbook.workspace import Workspace, find_workspace


def output_folder(path: Path) -> Path:
    """Return where an operator wants something written; a link there stays one, to be refused."""
    named = path.name not in {"", ".."}
    return path.parent.resolve() / path.name if named else path.resolve()


class Invocation:
    """One run of the command line; click hands it to each command as `obj`."""

    def __init__(self, now: datetime, environ: Mapping[str, str]) -> None:
        self.now = now
        self.environ = environ
        self.verbose = 0
        self.debug = False
        self._chosen: str | None = None
        self._started_s = time.monotonic()

    def choose(self, workspace: str | None, verbose: int, *, debug: bool) -> None:
        """Keep the options that stand before the command."""
        self._chosen, self.verbose, self.debug = workspace, verbose, debug

    @property
    def folder(self) -> Path:
        """Return the folder the command speaks of, whether or not a workspace is there."""
        return Path(self._chosen or ".").resolve()

    def workspace(self) -> Workspace:
        """Return the workspace.

        Raises:
            WorkspaceError: when neither the folder nor one above it is a workspace.
        """
        return find_workspace(self.folder)

    def clock(self) -> datetime:
        """Return the time now: the start's, moved on by a clock that cannot be set back."""
        return self.now + timedelta(seconds=time.monotonic() - self._started_s)

    @staticmethod
    def usage_error(error: click.UsageError) -> HeirbookError:
        """Return click's complaint in our words, with the command's help as the next step."""
        path = error.ctx.command_path if error.ctx else "heirbook"
        message = error.format_message().rstrip(".")
        return UsageError(message[:1].lower() + message[1:], hint=f"{path} --help")
