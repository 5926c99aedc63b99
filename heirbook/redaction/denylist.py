"""The sealed values by their keyed digests, so that the gate recognises one in the book."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from heirbook.errors import WorkspaceError
from heirbook.redaction.fingerprint import digest, refuse_wider
from heirbook.text import visible

SHORTEST_VALUE = 8
_DIGEST_LETTERS = 64


@dataclass(frozen=True)
class Denylist:
    """The digests that the gate looks for, each with the label of what it is."""

    key: bytes = field(repr=False)
    labels: dict[str, str] = field(default_factory=dict, repr=False)

    def contains(self, value: str) -> bool:
        """Return whether the value is one of the listed ones."""
        return len(value) >= SHORTEST_VALUE and digest(self.key, value) in self.labels


def read(path: Path, key: bytes) -> Denylist:
    """Return the list in `.heirbook/denylist`; no file is an empty list.

    Sample: `5f0c…(64 hex) database password`.

    Raises:
        WorkspaceError: the file is open to others, a link, or holds another line.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return Denylist(key)
    except OSError as error:
        message = f"denylist '{path}' cannot be opened: {error.strerror}"
        raise WorkspaceError(message, f"look at it: ls -l {path}") from None
    refuse_wider(descriptor, path)
    with os.fdopen(descriptor, encoding="utf-8", errors="replace") as file:
        lines = file.read().splitlines()
    labels = {}
    for number, line in enumerate(lines, 1):
        listed, _, label = line.partition(" ")
        if len(listed) != _DIGEST_LETTERS or set(listed) - set("0123456789abcdef"):
            message = f"denylist '{path}' holds something else in line {number}"
            raise WorkspaceError(message, f"mv {path} {path}.damaged")
        labels[listed] = label
    return Denylist(key, labels)


def add(path: Path, key: bytes, values: Iterable[str], label: str) -> Denylist:
    """Return the list after the values' digests were added under one label and it was written.

    Values under 8 characters are left out: the gate would find them everywhere.

    Raises:
        WorkspaceError: the present file cannot be trusted.
    """
    present = read(path, key)
    wanted = {digest(key, value) for value in values if len(value) >= SHORTEST_VALUE}
    labels = present.labels | {
        listed: visible(label) for listed in sorted(wanted - present.labels.keys())
    }
    if labels != present.labels:
        _write(path, labels)
    return Denylist(key, labels)


def _write(path: Path, labels: dict[str, str]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)  # left by a run that was killed; callers hold the workspace's lock
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(new, flags, 0o600), "w", encoding="utf-8") as file:
        file.writelines(f"{listed} {label}\n" for listed, label in labels.items())
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
