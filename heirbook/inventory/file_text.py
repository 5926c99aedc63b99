"""The text of a file that an operator wrote: a regular file in the workspace, in UTF-8."""

import os
import stat
from pathlib import Path

from heirbook.errors import Problem

LARGEST_BYTES = 1024 * 1024
_MARK = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class FileTextError(Exception):
    """The file cannot be used as text; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read_text(root: Path, name: str, largest_bytes: int = LARGEST_BYTES) -> str | None:
    """Return the text of the file `name` below `root`, or None when there is no such file.

    Raises:
        FileTextError: for anything but a regular file of UTF-8 text inside `root` that only its
            owner and group can change.
    """
    return decode(read_bytes(root, name, largest_bytes), name)


def read_bytes(root: Path, name: str, largest_bytes: int = LARGEST_BYTES) -> bytes | None:
    """Return the content of the file `name` below `root`, or None when there is no such file.

    It is opened without waiting: a FIFO or a device cannot hold the program up.

    Raises:
        FileTextError: see `read_text`.
    """
    try:
        descriptor = _open(root, name)
    except FileNotFoundError:
        if os.path.lexists(root / name):
            raise _refuse(name, "a link that leads nowhere") from None
        return None
    except OSError as error:
        raise _refuse(name, f"cannot be opened: {os.strerror(error.errno or 0).lower()}") from None
    try:
        _check(os.fstat(descriptor), name, largest_bytes)
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            content = stream.read(largest_bytes + 1)
    except OSError as error:
        raise _refuse(name, f"cannot be read: {os.strerror(error.errno or 0).lower()}") from None
    finally:
        os.close(descriptor)
    if len(content) > largest_bytes:
        raise _too_large(name, largest_bytes)
    return content


def decode(content: bytes | None, name: str) -> str | None:
    """Return the bytes as text, without a byte order mark.

    Raises:
        FileTextError: when they are not UTF-8 or hold a NUL.
    """
    if content is None:
        return None
    content = content.removeprefix(_MARK)
    if content.startswith(_UTF16):
        raise _refuse(name, "is UTF-16; save as UTF-8")
    nul = content.find(0)
    if nul >= 0:
        raise _refuse(_at(name, content, nul), "holds a NUL character; save as UTF-8")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _refuse(_at(name, content, error.start), "is not UTF-8; save as UTF-8") from None


def _open(root: Path, name: str) -> int:
    real = Path(os.path.realpath(root / name))
    if not real.is_relative_to(os.path.realpath(root)):
        raise _refuse(name, "leads outside the workspace; put the file itself there")
    return os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NOCTTY)


def _check(status: os.stat_result, name: str, largest_bytes: int) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise _refuse(name, "is not a regular file")
    if status.st_mode & stat.S_IWOTH:
        raise _refuse(name, f"can be changed by everybody; run: chmod o-w {name}")
    if status.st_size > largest_bytes:
        raise _too_large(name, largest_bytes)


def _too_large(name: str, largest_bytes: int) -> FileTextError:
    return _refuse(name, f"is larger than {largest_bytes // 1024} KiB")


def _refuse(where: str, message: str) -> FileTextError:
    return FileTextError(Problem(where, "", message))


def _at(name: str, content: bytes, offset: int) -> str:
    before = content[:offset].decode("utf-8", "replace")
    line = before.count("\n") + 1
    return f"{name}:{line}:{len(before) - (before.rfind(chr(10)) + 1) + 1}"
