"""`SHA256SUMS` of an edition, in the form that `sha256sum -c` reads."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

NAME = "SHA256SUMS"
_LINE = re.compile(r"(?P<sum>[0-9a-f]{64})  (?P<path>[^\n]+)")


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
    try:
        lines = (edition / NAME).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return False
    found = [_LINE.fullmatch(line) for line in lines]
    listed = {line["path"]: line["sum"] for line in found if line}
    present = {
        file.relative_to(edition).as_posix()
        for file in edition.rglob("*")
        if file.is_symlink() or not file.is_dir()
    }
    return (
        bool(listed)
        and len(listed) == len(lines)
        and present == {*listed, NAME}
        and all(_sum(edition / path) == wanted for path, wanted in listed.items())
    )


def _sum(file: Path) -> str | None:
    if file.is_symlink():
        return None
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
