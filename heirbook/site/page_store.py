"""The folder of kept pages: each file carries a keyed digest, and whatever is odd is no file."""

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from heirbook.errors import WorkspaceError
from heirbook.folder import opened_folder

MOST_BYTES = 500 << 20
"""What the folder may hold; the pages that were not asked for longest go first."""
_PURPOSE = b"heirbook/page/v1\0"
_DIGEST_BYTES = 32
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class PageStore:
    """Keeps contents by name; nothing here ever fails a build, a miss only costs time.

    Without the workspace's key nobody can put a page there that is taken.
    """

    def __init__(self, folder: Path, key: bytes, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._key = key
        self._most_bytes = most_bytes

    def name(self, material: bytes) -> str:
        """Return the name under which something made from this material is kept."""
        return hmac.new(self._key, _PURPOSE + material, hashlib.sha256).hexdigest()

    def load(self, name: str) -> bytes | None:
        """Return what is kept under a name; None when nothing is, or it is not what was kept."""
        try:
            with opened_folder(self._folder) as folder:
                descriptor = os.open(name, _READ, dir_fd=folder)
                with os.fdopen(descriptor, "rb") as file:
                    kept = file.read()
                os.utime(name, dir_fd=folder, follow_symlinks=False)
        except (OSError, WorkspaceError):
            return None
        seal, content = kept[:_DIGEST_BYTES], kept[_DIGEST_BYTES:]
        return content if hmac.compare_digest(seal, self._seal(name, content)) else None

    def save(self, contents: Mapping[str, bytes]) -> None:
        """Keep contents by name, as far as the disk takes them, and drop what is too much."""
        with suppress(OSError, WorkspaceError):
            # `parents` would give those above it the mode of the umask
            for place in (self._folder.parent, self._folder):
                place.mkdir(mode=0o700, exist_ok=True)
            with opened_folder(self._folder) as folder:
                for name, content in contents.items():
                    self._write(folder, name, content)
        with suppress(OSError, WorkspaceError), opened_folder(self._folder) as folder:
            self._trim(folder)

    def _write(self, folder: int, name: str, content: bytes) -> None:
        coming = f"{name}.{secrets.token_hex(4)}"
        try:
            with os.fdopen(os.open(coming, _WRITE, 0o600, dir_fd=folder), "wb") as file:
                file.write(self._seal(name, content) + content)
            os.rename(coming, name, src_dir_fd=folder, dst_dir_fd=folder)
        except OSError:
            with suppress(OSError):
                os.unlink(coming, dir_fd=folder)
            raise

    def _trim(self, folder: int) -> None:
        left = self._most_bytes
        for _, size_bytes, name in sorted(_kept(folder), reverse=True):
            left -= size_bytes
            if left < 0:
                os.unlink(name, dir_fd=folder)

    def _seal(self, name: str, content: bytes) -> bytes:
        return hmac.digest(self._key, _PURPOSE + name.encode() + b"\0" + content, "sha256")


def _kept(folder: int) -> Iterator[tuple[int, int, str]]:
    """Yield when each file was last asked for, its size and its name."""
    with os.scandir(folder) as entries:
        for entry in entries:
            status = entry.stat(follow_symlinks=False)
            if not entry.is_dir(follow_symlinks=False):
                yield status.st_mtime_ns, status.st_size, entry.name
