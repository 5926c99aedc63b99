"""Folders that are written to: opened link by link, refused where somebody else could interfere."""

import errno
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from heirbook.errors import OutputError, WorkspaceError

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_HINTS = {
    errno.ENOSPC: "free some space and run it again",
    errno.EDQUOT: "raise the quota or free some space, and run it again",
    errno.EFBIG: "raise the limit on file sizes (ulimit -f) and run it again",
    errno.EROFS: "mount the file system writable and run it again",
    errno.EIO: "look after the disk: dmesg, smartctl -a",
}


@contextmanager
def output_errors(what: str) -> Iterator[None]:
    """Turn what the operating system refuses while writing `what` into an error with a next step.

    Raises:
        OutputError: in place of any OSError.
    """
    try:
        yield
    except OSError as error:
        raise output_error(what, error) from error


def output_error(what: str, error: OSError) -> OutputError:
    """Return what the operating system refused while `what` was written, with a next step."""
    number = error.errno or errno.EIO
    hint = _HINTS.get(number, "check the owner and the mode of that place")
    return OutputError(f"cannot write '{what}': {os.strerror(number).lower()}", hint)


def is_disk_refusal(error: OSError) -> bool:
    """Return whether a disk is full, read-only or broken: no bug, wherever it comes up."""
    return error.errno in _HINTS


@contextmanager
def opened_folder(path: Path) -> Iterator[int]:
    """Yield a descriptor of the folder, which is no link, is ours, and nobody else may write to.

    Raises:
        WorkspaceError: when it is one of those.
        OSError: when it cannot be opened.
    """
    descriptor = _open(str(path), None, str(path))
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def folder_below(top: int, relative: PurePosixPath, mode: int | None) -> Iterator[int]:
    """Yield a descriptor of the folder `relative` below `top`, each step checked like the first.

    What is missing is made with `mode`, whatever the umask says.

    Raises:
        WorkspaceError: when a step is a link, another user's or world-writable.
        OSError: when a step cannot be opened or made.
    """
    descriptor = os.dup(top)
    try:
        for step, name in enumerate(safe_parts(relative), start=1):
            if mode is not None:
                _make(name, descriptor, mode)
            below = _open(name, descriptor, "/".join(relative.parts[:step]))
            os.close(descriptor)
            descriptor = below
        yield descriptor
    finally:
        os.close(descriptor)


def safe_parts(relative: PurePosixPath) -> tuple[str, ...]:
    """Return the steps of a relative path.

    Raises:
        ValueError: when it leads out of its folder; our own code made such a name.
    """
    if relative.is_absolute() or any(part == ".." or "\0" in part for part in relative.parts):
        message = "a path below the target is relative and has no '..'"
        raise ValueError(message)
    return relative.parts


def check_file(folder: int, name: str, shown: str) -> None:
    """Refuse a target that is a link, another user's or no plain file; a missing one is fine.

    Raises:
        WorkspaceError: when it is one of those.
    """
    try:
        status = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return
    if stat.S_ISLNK(status.st_mode):
        raise WorkspaceError(f"'{shown}' is a link", f"remove it: rm '{shown}'")
    _check_owner(status, shown)
    if not stat.S_ISREG(status.st_mode):
        raise WorkspaceError(f"'{shown}' is not a plain file", f"move it away: mv '{shown}' /tmp")


def clear_folder(folder: Path, prefix: str = "") -> None:
    """Remove what a killed run left in a folder, under names that begin so; no link is followed.

    Raises:
        WorkspaceError: when the folder itself is a link.
    """
    if folder.is_symlink():
        raise WorkspaceError(f"'{folder}' is a link", f"rm '{folder}'")
    for leftover in folder.iterdir() if folder.is_dir() else ():
        status = leftover.lstat()
        if not leftover.name.startswith(prefix) or status.st_uid != os.geteuid():
            continue
        if stat.S_ISDIR(status.st_mode):
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink(missing_ok=True)


def same_file_system(one: int, other: int, shown: str) -> None:
    """Refuse two folders between which a rename cannot work.

    Raises:
        WorkspaceError: when they stand on different file systems.
    """
    if os.fstat(one).st_dev != os.fstat(other).st_dev:
        raise WorkspaceError(
            f"'{shown}' is on another file system than the folder new files are made in",
            "keep the whole workspace on one file system",
        )


def _open(name: str, parent: int | None, shown: str) -> int:
    try:
        descriptor = os.open(name, _FOLDER, dir_fd=parent)
    except OSError as error:
        if error.errno not in (errno.ELOOP, errno.ENOTDIR):
            raise
        raise WorkspaceError(
            f"'{shown}' is a link or not a folder", f"replace it with a folder: rm '{shown}'"
        ) from error
    try:
        _check_folder(os.fstat(descriptor), shown)
    except WorkspaceError:
        os.close(descriptor)
        raise
    return descriptor


def _check_folder(status: os.stat_result, shown: str) -> None:
    _check_owner(status, shown)
    if status.st_mode & stat.S_IWOTH:
        raise WorkspaceError(f"everybody may write to '{shown}'", f"chmod o-w '{shown}'")


def _check_owner(status: os.stat_result, shown: str) -> None:
    if status.st_uid != os.geteuid():
        raise WorkspaceError(
            f"'{shown}' belongs to another user", f"run as its owner: stat -c %U '{shown}'"
        )


def _make(name: str, parent: int, mode: int) -> None:
    try:
        os.mkdir(name, 0o700, dir_fd=parent)
    except FileExistsError:
        return
    descriptor = os.open(name, _FOLDER, dir_fd=parent)
    try:
        os.fchmod(descriptor, mode)
    finally:
        os.close(descriptor)
