"""Keyed fingerprints of values: equal values can be recognised, and nobody can test a guess."""

import hashlib
import hmac
import os
import stat
from pathlib import Path

from heirbook.errors import WorkspaceError

KEY_BYTES = 32
_PURPOSE = b"heirbook/fp/v1\0"
_SHORT = 8


def digest(key: bytes, value: str) -> str:
    """Return the full keyed digest of a value, 64 hex digits."""
    message = _PURPOSE + value.encode("utf-8", "surrogatepass")
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def fp8(key: bytes, value: str) -> str:
    """Return the 8 hex digits that stand for a value: equal digits, very likely equal values."""
    return digest(key, value)[:_SHORT]


def key_id(key: bytes) -> str:
    """Return the 8 hex digits that tell one fingerprint key from another."""
    return hashlib.sha256(key).hexdigest()[:_SHORT]


def load_or_create(path: Path, named: Path | None = None) -> bytes:
    """Return the workspace's fingerprint key, made on first use with mode 0600.

    `named` is another place that the operator chose. Nothing is created there, and it may be a
    link: a mounted Secret is one.

    Raises:
        WorkspaceError: the file is open to others, a link, or does not hold 32 bytes.
    """
    if named is not None:
        return _read(named, os.O_RDONLY)
    try:
        return _read(path, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return _create(path)


def _create(path: Path) -> bytes:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = os.urandom(KEY_BYTES)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key


def _read(path: Path, flags: int) -> bytes:
    try:
        # a named pipe must not make us wait for its writer
        descriptor = os.open(path, flags | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        if flags & os.O_NOFOLLOW:
            raise
        raise WorkspaceError(
            f"fingerprint key '{path}' does not exist",
            "make it once: head -c 32 /dev/urandom > FILE && chmod 600 FILE",
        ) from None
    except OSError as error:
        raise WorkspaceError(
            f"fingerprint key '{path}' cannot be opened: {error.strerror}",
            f"look at it: ls -l {path}",
        ) from None
    refuse_wider(descriptor, path)
    with os.fdopen(descriptor, "rb") as file:
        key = file.read(KEY_BYTES + 1)
    if len(key) != KEY_BYTES:
        raise WorkspaceError(
            f"fingerprint key '{path}' does not hold {KEY_BYTES} bytes",
            "restore it from a backup; without one move it away and a new one is made",
        )
    return key


def refuse_wider(descriptor: int, path: Path) -> None:
    """Return nothing when the open file is a plain one that only its owner may read.

    Raises:
        WorkspaceError: it is not; then it is closed.
    """
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise WorkspaceError(f"'{path}' is not a plain file", f"look at it: ls -l {path}")
    if status.st_mode & 0o077:
        os.close(descriptor)
        raise WorkspaceError(f"'{path}' is open to other users", f"run: chmod 600 {path}")
