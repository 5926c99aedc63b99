"""`SHA256SUMS` of an edition, in the form that `sha256sum -c` reads."""

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

NAME = "SHA256SUMS"
_LINE = re.compile(r"(?P<sum>[0-9a-f]{64})  (?P<path>[^\n]+)")


@dataclass(frozen=True)
class Differences:
    """What is not as the checksums say, by path; empty: the edition is whole."""

    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Return whether anything differs."""
        return bool(self.missing or self.changed or self.added)


def checksums(contents: Mapping[str, bytes]) -> str:
    """Return one line a file, sorted by path.

    Source: sha256sum(1), GNU coreutils 9.1.
    """
    return "".join(
        f"{hashlib.sha256(content).hexdigest()}  {path}\n"
        for path, content in sorted(contents.items())
    )


def is_whole(edition: Path) -> bool:
    """Return whether every listed file is there and unchanged, and no other."""
    listed = listed_sums(edition)
    return listed is not None and not differences(edition, listed)


def missing(edition: Path) -> str | None:
    """Return the first listed file that is not there, or None; no content is read but the list."""
    listed = listed_sums(edition)
    if listed is None:
        return NAME
    return next((path for path in listed if not (edition / path).is_file()), None)


def listed_sums(edition: Path) -> dict[str, str] | None:
    """Return the checksums by path; None where their file is missing, empty or damaged."""
    try:
        lines = (edition / NAME).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    found = [_LINE.fullmatch(line) for line in lines]
    listed = {line["path"]: line["sum"] for line in found if line and _is_inside(line["path"])}
    return listed if listed and len(listed) == len(lines) else None


def differences(edition: Path, listed: Mapping[str, str]) -> Differences:
    """Return what is missing, changed or added; every file is read from the disk."""
    present = {
        file.relative_to(edition).as_posix()
        for file in edition.rglob("*")
        if file.is_symlink() or not file.is_dir()
    }
    changed = (path for path in listed if path in present and _sum(edition / path) != listed[path])
    return Differences(
        missing=tuple(sorted(listed.keys() - present)),
        changed=tuple(sorted(changed)),
        added=tuple(sorted(present - {*listed, NAME})),
    )


def _is_inside(path: str) -> bool:
    return ".." not in PurePosixPath(path).parts and not path.startswith("/")


def _sum(file: Path) -> str | None:
    """Return the checksum of what the disk holds, not of what memory remembers of it."""
    if file.is_symlink() or not file.is_file():
        return None
    try:
        with file.open("rb") as opened:
            os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return None
