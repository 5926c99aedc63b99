"""The last gate: nothing that looks like a secret leaves staging or reaches stdout."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from heirbook.errors import GateError
from heirbook.redaction.inspection import GateHit, Inspection, Terms
from heirbook.redaction.second_scanner import second_scanner
from heirbook.redaction.waiver import Waiver

__all__ = ["GateHit", "Terms", "Waiver", "check", "check_text", "require_clean"]


def check(root: Path, terms: Terms) -> tuple[GateHit, ...]:
    """Return every hit in the complete tree below `root`, by path; waived ones are left out."""
    with second_scanner() as scanner:
        inspection = Inspection(terms, scanner)
        return tuple(hit for path in _files(root) for hit in inspection.file(root, path))


def check_text(name: str, text: str, terms: Terms) -> tuple[GateHit, ...]:
    """Return every hit in a text for stdout; the suffix of `name` says how to read it."""
    with second_scanner() as scanner:
        return tuple(Inspection(terms, scanner).text(name, text))


def require_clean(hits: Sequence[GateHit]) -> None:
    """Return nothing when there are no hits.

    Raises:
        GateError: there are; its `hits` are what the command prints above it.
    """
    if hits:
        places = "1 place looks" if len(hits) == 1 else f"{len(hits)} places look"
        raise GateError(
            f"{places} like a secret; nothing was published",
            "take the value out; a false alarm is waived in secrets-policy/waivers.yml with its "
            "rule, path and fingerprint",
            tuple(map(str, hits)),
        )


def _files(root: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(root):
        folders.sort()
        links = [name for name in folders if Path(folder, name).is_symlink()]
        for name in sorted([*names, *links]):
            yield Path(folder, name).relative_to(root).as_posix()
