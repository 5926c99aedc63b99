"""Readings of a server over 90 days: disks, memory, restarts; and when a disk will be full."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.cut import Cut, cut
from heirbook.handbook.views.numbers import reading
from heirbook.i18n import N_
from heirbook.inventory.container import Containers
from heirbook.inventory.forecast import Forecast, Point, forecast, last_of_each_day
from heirbook.inventory.server import Load
from heirbook.inventory.service import Units
from heirbook.inventory.storage import FileSystems

SHOWN_FOR = timedelta(days=90)
MOST_ROWS = 8
"""File systems that are drawn, and as many objects that started again."""
OUTLOOKS = {
    "full": N_("full already"),
    "far": N_("not within five years, as it grows now"),
    "not_growing": N_("it does not grow"),
    "unsteady": N_("cannot say: it goes up and down"),
    "too_few": N_("cannot say: fewer than seven days were read"),
}
"""What is said where there is no day to name."""


@dataclass(frozen=True)
class Trend:
    """The last reading of each day, oldest first, and the last of all."""

    name: str
    points: tuple[Point, ...]
    forecast: Forecast | None = None

    @property
    def last(self) -> Point:
        """Return the newest reading."""
        return self.points[-1]

    @property
    def lowest(self) -> int:
        """Return the lowest value."""
        return min(point.value for point in self.points)

    @property
    def highest(self) -> int:
        """Return the highest value."""
        return max(point.value for point in self.points)

    @property
    def gained(self) -> int:
        """Return how much a counter went up; a counter that began anew counts from there."""
        values = [point.value for point in self.points]
        return sum(new - old if new >= old else new for old, new in pairwise(values))


@dataclass(frozen=True)
class Trends:
    """What a server's page draws."""

    disks: Cut[Trend]
    memory: Trend | None
    restarts: Cut[Trend]

    def __bool__(self) -> bool:
        """Return whether there is anything to draw."""
        return bool(self.disks or self.memory or self.restarts)


def trends(book_input: BookInput, server: str) -> Trends:
    """Return the readings of a server over the 90 days before the snapshot."""
    disks = tuple(_disks(book_input, server))
    available = _points(book_input, server, f"{Load.section}::memory_available_kib")
    memory = Trend("", available) if available else None
    return Trends(cut(disks, MOST_ROWS), memory, _restarts(book_input, server))


def _disks(book_input: BookInput, server: str) -> Iterator[Trend]:
    source = book_input.snapshot.server(server)
    facts = source.facts(FileSystems) if source else None
    for use in facts.file_systems if facts else ():
        key = f"{FileSystems.section}:{use.identity()}"
        points = _points(book_input, server, f"{key}:used_kib")
        free = reading(book_input, server, f"{key}:free_kib")
        if points:
            ahead = forecast(points, points[-1].value + free.value) if free else None
            yield Trend(use.target, points, ahead)


def _restarts(book_input: BookInput, server: str) -> Cut[Trend]:
    """Return what started again by itself within the days shown, most often first."""
    found = []
    for name, key in _counters(book_input, server):
        trend = Trend(name, _points(book_input, server, key))
        if trend.gained:
            found.append(trend)
    return cut(sorted(found, key=lambda one: (-one.gained, one.name)), MOST_ROWS)


def _counters(book_input: BookInput, server: str) -> Iterator[tuple[str, str]]:
    source = book_input.snapshot.server(server)
    units = source.facts(Units) if source else None
    containers = source.facts(Containers) if source else None
    for unit in units.units if units else ():
        yield unit.id, f"{Units.section}:{unit.identity()}:restarts"
    for one in containers.containers if containers else ():
        yield one.identity(), f"{Containers.section}:{one.identity()}:restarts"


def _points(book_input: BookInput, server: str, key: str) -> tuple[Point, ...]:
    now = book_input.snapshot.as_of
    lines = book_input.readings.lines.get(f"server/{server}", ())
    found = (
        Point(line.at, value)
        for line in lines
        if now - SHOWN_FOR <= line.at <= now and isinstance(value := line.values.get(key), int)
    )
    return last_of_each_day(tuple(found))
