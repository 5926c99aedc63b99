"""The workspace's lock, and the folder of local state that it stands in."""

import errno
import fcntl
import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from heirbook.child import minimal_environment
from heirbook.errors import LockedError, PolicyError, WorkspaceError
from heirbook.folder import check_file, clear_folder, opened_folder, output_errors
from heirbook.git import Git
from heirbook.workspace import Workspace

_LOCK_FILE = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_LOCK_TEXT = re.compile(rb"pid \d{1,10} on [\w.-]{1,64} since [\dTZ:-]{20}\n")


@contextmanager
def lock(
    workspace: Workspace, started_at: datetime, environment: Mapping[str, str] | None = None
) -> Iterator[None]:
    """Hold the workspace's lock: no other run writes meanwhile; leftovers of killed ones are gone.

    Raises:
        LockedError: at once, when another run holds it.
        WorkspaceError: when the state folder or the lock could be somebody else's trap.
        PolicyError: when git tracks something in the state folder.
        OutputError: when the disk refuses.
    """
    descriptor = _opened(workspace)
    try:
        _take(descriptor, fcntl.LOCK_EX)
        _say_who(descriptor, started_at)
        _refuse_tracked(Git(workspace.root, environment or minimal_environment({})))
        clear_folder(workspace.state / "staging")
        yield
    finally:
        os.close(descriptor)


@contextmanager
def shared_lock(workspace: Workspace, environment: Mapping[str, str]) -> Iterator[None]:
    """Hold the lock beside others that share it: nobody writes to the workspace meanwhile.

    Raises:
        LockedError: at once, when a run holds it alone.
        WorkspaceError: when the state folder or the lock could be somebody else's trap.
        PolicyError: when git tracks something in the state folder.
        OutputError: when the disk refuses.
    """
    descriptor = _opened(workspace)
    try:
        _take(descriptor, fcntl.LOCK_SH)
        _refuse_tracked(Git(workspace.root, environment))
        yield
    finally:
        os.close(descriptor)


def _opened(workspace: Workspace) -> int:
    with output_errors(".heirbook/lock"):
        make_state_folder(workspace)
        with opened_folder(workspace.state) as state:
            return _open_lock(state)


def make_state_folder(workspace: Workspace) -> None:
    """Make `.heirbook/` for this user alone, or check that it is.

    Raises:
        WorkspaceError: when it is open to others, another user's or a link.
    """
    state = workspace.state
    try:
        state.mkdir(0o700)
    except FileExistsError:
        with opened_folder(state) as descriptor:
            mode = stat.S_IMODE(os.fstat(descriptor).st_mode)
        if mode & 0o077:
            raise WorkspaceError(
                f"'.heirbook' is open to others (mode {mode:04o})", f"chmod -R go= '{state}'"
            ) from None
    else:
        state.chmod(0o700)


def _refuse_tracked(git: Git) -> None:
    """Refuse local state in git: it holds a key. Only the index is read, whoever owns it."""
    tracked = git.text("-c", "safe.directory=*", "ls-files", "-z", "--", ".heirbook")
    if tracked:
        raise PolicyError(
            "git tracks files in '.heirbook'",
            f"git -C '{git.folder}' rm -r --cached .heirbook, then commit",
        )


def _open_lock(state: int) -> int:
    try:
        descriptor = os.open("lock", _LOCK_FILE, 0o600, dir_fd=state)
    except OSError as error:
        if error.errno not in (errno.ELOOP, errno.EISDIR):
            raise
        raise WorkspaceError("'.heirbook/lock' is a link", "rm .heirbook/lock") from error
    try:
        check_file(state, "lock", ".heirbook/lock")
        os.fchmod(descriptor, 0o600)
    except (WorkspaceError, OSError):
        os.close(descriptor)
        raise
    return descriptor


def _take(descriptor: int, how: int) -> None:
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        text = os.pread(descriptor, 200, 0)
        holder = f" ({text.decode().strip()})" if _LOCK_TEXT.fullmatch(text) else ""
        raise LockedError(
            f"another run holds the workspace's lock{holder}", "wait until it has ended"
        ) from None


def _say_who(descriptor: int, started_at: datetime) -> None:
    """Write who holds the lock, for the one that finds it taken."""
    since = started_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    line = f"pid {os.getpid()} on {os.uname().nodename} since {since}\n"
    with output_errors(".heirbook/lock"):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, line.encode(), 0)
