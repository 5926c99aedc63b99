"""Volatile numbers of a server: the newest reading and when it was taken."""

from dataclasses import dataclass
from datetime import datetime

from heirbook.handbook.book_input import BookInput
from heirbook.inventory.storage import FileSystems, FileSystemUse

FULL_PERCENT = 90


@dataclass(frozen=True)
class Number:
    """A reading with its time."""

    value: int
    read_at: datetime


def reading(book_input: BookInput, server: str, key: str) -> Number | None:
    """Return the newest reading of a key such as `df:/:used_kib`, if it is a number."""
    found = book_input.readings.last(f"server/{server}", key)
    if found is None or not isinstance(found[0], int):
        return None
    return Number(found[0], found[1])


@dataclass(frozen=True)
class FileSystemRow:
    """A file system with what is left of it."""

    target: str
    size_kib: int | None
    used_kib: int | None
    free_kib: int | None
    read_at: datetime | None

    @property
    def percent(self) -> int | None:
        """Return how full it is as `df` counts it: of what accounts may use, rounded up."""
        if self.used_kib is None or self.free_kib is None or self.used_kib + self.free_kib <= 0:
            return None
        return -(-self.used_kib * 100 // (self.used_kib + self.free_kib))

    @property
    def is_nearly_full(self) -> bool:
        """Return whether it is nearly full."""
        return self.percent is not None and self.percent >= FULL_PERCENT


def file_system_rows(
    book_input: BookInput, server: str, facts: FileSystems | None
) -> tuple[FileSystemRow, ...]:
    """Return the file systems of a server, fullest first."""
    rows = [_row(book_input, server, use) for use in facts.file_systems] if facts else []
    return tuple(sorted(rows, key=lambda row: (-(row.percent or 0), row.target)))


def _row(book_input: BookInput, server: str, use: FileSystemUse) -> FileSystemRow:
    used = reading(book_input, server, f"df:{use.target}:used_kib")
    free = reading(book_input, server, f"df:{use.target}:free_kib")
    return FileSystemRow(
        use.target,
        use.size_kib,
        used.value if used else use.used_kib,
        free.value if free else use.free_kib,
        used.read_at if used else None,
    )
