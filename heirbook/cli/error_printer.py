"""The one printer of errors: what happened, where, and what to do next."""

import sys
import traceback

from heirbook.errors import GateError, HeirbookError, WorkspaceError
from heirbook.text import visible

MOST_PROBLEMS = 50


def print_error(error: HeirbookError) -> None:
    """Print an error and its hint on stderr; a workspace's problems come one a line above them."""
    if isinstance(error, WorkspaceError) and error.problems:
        for problem in error.problems[:MOST_PROBLEMS]:
            _say(visible(str(problem)))
        if len(error.problems) > MOST_PROBLEMS:
            _say(f"and {len(error.problems) - MOST_PROBLEMS} more")
    if isinstance(error, GateError):
        for hit in error.hits:
            _say(visible(hit))
    for line in error.message.split("\n")[1:]:
        _say(f"  {visible(line)}")
    _say(f"heirbook: error: {visible(error.message.split(chr(10))[0])}")
    if error.hint:
        _say(f"heirbook: hint: {visible(error.hint)}")


def print_internal_error(error: BaseException, *, debug: bool) -> None:
    """Print where a bug showed itself: type and position, never a message that may hold a value."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    where = f"{last.filename.rpartition('/')[2]}:{last.lineno}" if last else "unknown place"
    _say(f"heirbook: error: internal error {type(error).__name__} at {where}")
    if debug:
        for frame in frames:
            _say(f"  {frame.filename}:{frame.lineno} {frame.name}")
    _say("heirbook: hint: this is a bug in heirbook; report it with the output of --debug")


def _say(line: str) -> None:
    print(line, file=sys.stderr)
