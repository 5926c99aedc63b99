"""What `stat` says of a file: mode, size and time."""

from dataclasses import dataclass
from datetime import UTC, datetime

from heirbook.collectors.readers.keyed_lines import whole_number

_WORDS = 3
_LATEST_S = 253_402_300_799
"""The last second of the year 9999."""


@dataclass(frozen=True)
class FileStat:
    """Mode in octal digits, size, and the time of the last change of its content."""

    mode: str
    size_bytes: int
    changed_at: datetime


def file_stat(text: str) -> FileStat | None:
    """Return what a line says, None when it is no such line.

    Sample: `644 1280 1795263457`.

    Source: GNU coreutils 9.1 and busybox 1.35, `stat -c '%a %s %Y'`.
    """
    words = text.split(" ")
    if len(words) != _WORDS:
        return None
    mode, size, time = words
    size_bytes, changed_at = whole_number(size), moment_of(time)
    if not (mode.isascii() and mode.isdigit() and size_bytes is not None and changed_at):
        return None
    return FileStat(mode, size_bytes, changed_at)


def moment_of(seconds: str) -> datetime | None:
    """Return the moment that many seconds after 1970, None where there is no such number.

    Sample: `1795263457`.

    Source: POSIX, time(3).
    """
    number = whole_number(seconds)
    if number is None or not 0 <= number <= _LATEST_S:
        return None
    return datetime.fromtimestamp(number, UTC)
