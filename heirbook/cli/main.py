"""The command group, the one error printer and the exit codes."""

import io
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
from heirbook.folder import is_disk_refusal, output_error

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
        sys.stdout.flush()  # what does not reach its reader is to be noticed here
    except BaseException as error:  # noqa: BLE001  the last net: a stray one would exit as 1, "findings"
        return _exit_code(error, invocation)
    return result if isinstance(result, int) else 0


def _exit_code(error: BaseException, invocation: Invocation) -> int:
    """Print what is to be said of an error and return the exit code it stands for."""
    match error:
        case click.exceptions.NoArgsIsHelpError():
            error.show()
            code = UsageError.exit_code
        case click.exceptions.Exit():
            code = error.exit_code
        case click.Abort() if isinstance(error.__cause__, EOFError):
            # click takes any end of a file for an operator who left; this file was ours
            code = _exit_code_told(error.__cause__, invocation)
        case KeyboardInterrupt() | click.Abort():
            code = INTERRUPTED
        case Terminated():
            code = TERMINATED
        case BrokenPipeError() | SystemExit():
            # the reader of a pipe went away, which click turns into the second: nothing to say
            _leave_stdout()
            code = OutputError.exit_code
        case _:
            code = _exit_code_told(error, invocation)
    return code


def _exit_code_told(error: BaseException, invocation: Invocation) -> int:
    """Print an error in our words and return its exit code; what is left is a bug."""
    match error:
        case HeirbookError():
            ours = error
        case click.UsageError():
            ours = invocation.usage_error(error)
        case OSError() if is_disk_refusal(error):
            _leave_stdout()
            ours = output_error(str(error.filename or "stdout"), error)
        case _:
            print_internal_error(error, debug=invocation.debug)
            return INTERNAL
    print_error(ours)
    return ours.exit_code


def _leave_stdout() -> None:
    """Drop what stdout still holds: the end of the process would fail on it once more."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  until exit


def _open_streams() -> None:
    """Give each standard stream that was closed a place, before a file of ours takes its number.

    What the terminal's encoding lacks is printed as an escape.
    """
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "r+", encoding="utf-8"))  # noqa: SIM115, PTH123  until exit
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def run() -> None:
    """Run the process's own command line and exit."""
    _open_streams()
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGTERM, _raise_terminated)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # the theme's banner is no news of ours
    sys.exit(main(sys.argv[1:], datetime.now(UTC), os.environ))
