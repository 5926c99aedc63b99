"""The command group, the one error printer and the exit codes."""

import os
import resource
import signal
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import FrameType

import click

from heirbook import __version__
from heirbook.cli.commands_folder import CommandsFolder
from heirbook.cli.context import Invocation
from heirbook.cli.error_printer import print_error, print_internal_error
from heirbook.errors import HeirbookError, OutputError, UsageError

INTERRUPTED = 130
TERMINATED = 143
INTERNAL = 70


class Terminated(BaseException):
    """SIGTERM arrived; unwinds like Ctrl-C so that staging is removed."""


def _raise_terminated(_signal: int, _frame: FrameType | None) -> None:
    raise Terminated


@click.group(cls=CommandsFolder)
@click.version_option(__version__, prog_name="heirbook", message="%(prog)s %(version)s")
@click.option("--workspace", "-C", default=None, help="Folder of the workspace (default: here).")
@click.option("--verbose", "-v", count=True, help="Say more on stderr; twice for every step.")
@click.option("--debug", is_flag=True, help="Show the place of an internal error.")
@click.pass_obj
def heirbook(invocation: Invocation, workspace: str | None, verbose: int, debug: bool) -> None:  # noqa: FBT001  click passes options by name
    """Turn a self-hosted infrastructure into a book that somebody else can run it from."""
    invocation.choose(workspace, verbose, debug=debug)


def main(argv: Sequence[str], now: datetime, environ: Mapping[str, str]) -> int:
    """Run one command line and return its exit code; all it says goes to stdout or stderr."""
    invocation = Invocation(now, environ)
    try:
        result = heirbook.main(list(argv), "heirbook", standalone_mode=False, obj=invocation)
    except BaseException as error:  # noqa: BLE001  the last net: a stray one would exit as 1, "findings"
        return _exit_code(error, invocation)
    return result if isinstance(result, int) else 0


def _exit_code(error: BaseException, invocation: Invocation) -> int:
    """Print what is to be said of an error and return the exit code it stands for."""
    code = INTERNAL
    match error:
        case HeirbookError():
            print_error(error)
            code = error.exit_code
        case click.UsageError():
            print_error(invocation.usage_error(error))
            code = UsageError.exit_code
        case click.exceptions.Exit():
            code = error.exit_code
        case KeyboardInterrupt() | click.Abort():
            code = INTERRUPTED
        case Terminated():
            code = TERMINATED
        case BrokenPipeError():
            # the reader of a pipe went away: nothing to say, and nobody to say it to
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  until exit
            code = OutputError.exit_code
        case _:
            print_internal_error(error, debug=invocation.debug)
    return code


def run() -> None:
    """Run the process's own command line and exit."""
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGTERM, _raise_terminated)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # the theme's banner is no news of ours
    sys.exit(main(sys.argv[1:], datetime.now(UTC), os.environ))
