"""When something that grows will be full, how sure that is, and when nobody can say."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from statistics import median
from typing import Literal

LEAST_DAYS = 7
"""Days with a reading that a forecast needs."""
MOST_DAYS = 90
FARTHEST = timedelta(days=5 * 365)
"""What lies further ahead is not told: nothing grows evenly for so long."""
_SURE = 1.96
"""Width of the interval in standard deviations: 95 times of 100 the true growth lies in it."""
_DAY_S = 86_400.0

Outlook = Literal["full", "dated", "far", "not_growing", "unsteady", "too_few"]


@dataclass(frozen=True)
class Point:
    """A value and when it was read."""

    at: datetime
    value: int


@dataclass(frozen=True)
class Forecast:
    """`dated`: full on a day between `earliest` and `latest`; `likely` is the middle estimate.

    `full` already; `far`: not within five years; `not_growing`; `unsteady` and `too_few`: nobody
    can say. `latest` is None where it may take longer than anybody can say.
    """

    outlook: Outlook
    earliest: date | None = None
    likely: date | None = None
    latest: date | None = None


def forecast(points: Sequence[Point], capacity: int) -> Forecast:
    """Return when the values reach `capacity`, by the median of all slopes between two days.

    One reading a day counts, the last; a few wild ones do not turn the line.

    Source: Theil 1950, Sen 1968 (estimates of the regression coefficient based on Kendall's tau).
    """
    days = last_of_each_day(points)[-MOST_DAYS:]
    if days and days[-1].value >= capacity:
        return Forecast("full")
    if len(days) < LEAST_DAYS:
        return Forecast("too_few")
    slopes = sorted(_slope(one, other) for one, other in combinations(days, 2))
    growth = median(slopes)
    if growth <= 0:
        return Forecast("not_growing")
    slowest, fastest = _interval(slopes, len(days))
    if slowest <= 0:
        return Forecast("unsteady")
    return _dated(days, capacity, (fastest, growth, slowest))


def last_of_each_day(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return the last point of each day, oldest first."""
    found = {point.at.date(): point for point in sorted(points, key=lambda one: one.at)}
    return tuple(found.values())


def _slope(one: Point, other: Point) -> float:
    return (other.value - one.value) / ((other.at - one.at).total_seconds() / _DAY_S)


def _interval(slopes: Sequence[float], days: int) -> tuple[float, float]:
    """Return the bounds within which the true slope lies, by ranks among the sorted slopes."""
    spread = _SURE * math.sqrt(days * (days - 1) * (2 * days + 5) / 18)
    lower = math.floor((len(slopes) - spread) / 2)
    upper = math.ceil((len(slopes) + spread) / 2)
    return slopes[max(0, lower)], slopes[min(len(slopes) - 1, upper)]


def _dated(days: Sequence[Point], capacity: int, growths: tuple[float, float, float]) -> Forecast:
    last = days[-1]
    times = [(one.at - last.at).total_seconds() / _DAY_S for one in days]
    level = median(one.value - growths[1] * at for one, at in zip(days, times, strict=True))
    left = max(0.0, capacity - max(level, last.value))
    earliest, likely, latest = (_day(last.at, left / growth) for growth in growths)
    if likely is None:
        return Forecast("far")
    return Forecast("dated", earliest, likely, latest)


def _day(start: datetime, days: float) -> date | None:
    if days > FARTHEST.days:
        return None
    return (start + timedelta(days=days)).date()
