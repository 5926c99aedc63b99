"""The blocks of properties that `systemctl show` prints, one an object."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from heirbook.collectors.readers.lines import Lines

# strptime takes ten times as long, and a server prints hundreds of times
_MOMENT = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?) UTC", re.ASCII
)


@dataclass(frozen=True)
class Block:
    """The properties of one object, each with the values it was printed with."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def one(self, name: str) -> str | None:
        """Return the first value that is not empty."""
        for value in self.values.get(name, ()):
            if value:
                return value
        return None

    def every(self, name: str) -> tuple[str, ...]:
        """Return all values that are not empty, in their order."""
        return tuple(value for value in self.values.get(name, ()) if value)

    def words(self, name: str) -> tuple[str, ...]:
        """Return the words of all values."""
        return tuple(word for value in self.values.get(name, ()) for word in value.split())

    def moment(self, name: str) -> datetime | None:
        """Return a point in time, None where there is none or its zone cannot be read back."""
        return moment(self.one(name) or "")

    def count(self, name: str) -> int | None:
        """Return a number, None where there is none."""
        value = self.one(name) or ""
        return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None  # noqa: PLR2004  more digits are no count


def blocks(lines: Lines) -> Iterator[Block]:
    """Yield the blocks of a text, refusing lines without `=`.

    Sample: `ActiveState=active`. An object begins where a property of the last one comes again
    after a blank line; within a block the order of properties is any.

    Source: systemd 252, systemctl(1), `show`.
    """
    values: dict[str, tuple[str, ...]] = {}
    last = 0
    for line in lines:
        if values and lines.number > last + 1:
            yield Block(values)
            values = {}
        last = lines.number
        name, equals, value = line.partition("=")
        if equals:
            values[name] = (*values.get(name, ()), value)
        else:
            lines.refuse()
    if values:
        yield Block(values)


def moment(text: str) -> datetime | None:
    """Return a time that systemctl printed in UTC, None for `n/a`, nothing or another zone.

    Sample: `Fri 2026-11-20 22:32:45 UTC`.

    Source: systemd 252, systemd.time(7).
    """
    printed = _MOMENT.fullmatch(text)
    try:
        return datetime.fromisoformat(f"{printed[1]}+00:00") if printed else None
    except ValueError:
        return None


def calendar_of(value: str) -> str:
    """Return the calendar expression of one trigger, empty for another kind.

    Sample: `{ OnCalendar=*-*-* 02:30:00 ; next_elapse=Sat 2026-11-21 02:30:00 UTC }`.

    Source: systemd 252, systemctl(1).
    """
    _, found, rest = value.partition("OnCalendar=")
    return rest.partition(" ; ")[0].strip(" {}") if found else ""
