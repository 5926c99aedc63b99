"""When something will be full: dated only where the readings carry it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heirbook.inventory.forecast import LEAST_DAYS, Point, forecast, last_of_each_day

START = datetime(2026, 9, 1, 2, 10, tzinfo=UTC)


def points(*values: int) -> tuple[Point, ...]:
    return tuple(Point(START + timedelta(days=day), value) for day, value in enumerate(values))


def test_even_growth_is_dated_to_the_day() -> None:
    found = forecast(points(*range(100, 200, 10)), 300)
    assert found.outlook == "dated"
    assert found.earliest == found.likely == found.latest == date(2026, 9, 21)


def test_noise_widens_the_span_around_the_likely_day() -> None:
    values = [1000 + 10 * day + (day * 7919 % 41) for day in range(60)]
    found = forecast(points(*values), 3000)
    assert found.outlook == "dated"
    assert found.earliest is not None
    assert found.latest is not None
    assert found.earliest < found.latest


def test_one_wild_reading_does_not_turn_the_line() -> None:
    values = [*range(100, 300, 10)]
    values[7] = 100_000
    assert forecast(points(*values), 1_000_000).outlook == "far"
    values[7] = 0
    assert forecast(points(*values), 400).likely == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("values", "capacity", "outlook"),
    [
        ((), 100, "too_few"),
        (range(10, 10 + LEAST_DAYS - 1), 100, "too_few"),
        (range(90, 50, -1), 100, "not_growing"),
        ([50] * 30, 100, "not_growing"),
        ([50, 90] * 15, 1000, "not_growing"),
        ([50, 20, 61, 23, 72, 11, 65, 30, 58], 1000, "unsteady"),
        (range(10, 40), 29, "full"),
        ([*range(10, 20)], 10**9, "far"),
        ([5], 0, "full"),
    ],
)
def test_where_no_day_can_be_named_it_says_why(
    values: list[int], capacity: int, outlook: str
) -> None:
    assert forecast(points(*values), capacity).outlook == outlook


def test_of_several_readings_of_a_day_the_last_counts() -> None:
    late = Point(START + timedelta(hours=8), 7)
    assert last_of_each_day((late, Point(START, 3))) == (late,)


VALUES = st.lists(st.integers(0, 10**12), min_size=0, max_size=100)


@given(VALUES, st.integers(0, 10**13))
def test_no_forecast_lies_before_the_last_reading_or_out_of_order(
    values: list[int], capacity: int
) -> None:
    found = forecast(points(*values), capacity)
    days = (found.earliest, found.likely, found.latest)
    if found.outlook != "dated":
        assert days == (None, None, None)
        return
    last = (START + timedelta(days=len(values) - 1)).date()
    named = [day for day in days if day is not None]
    assert named == sorted(named)
    assert named[0] >= last
    assert found.likely is not None


@given(VALUES.map(lambda values: sorted(values, reverse=True)), st.integers(0, 10**13))
def test_falling_use_is_never_dated(values: list[int], capacity: int) -> None:
    assert forecast(points(*values), capacity).outlook in {"not_growing", "too_few", "full"}


@given(VALUES, st.integers(0, 10**13), st.randoms(use_true_random=False))
def test_the_order_of_the_lines_does_not_matter(
    values: list[int], capacity: int, order: object
) -> None:
    known = list(points(*values))
    mixed = known[:]
    getattr(order, "shuffle")(mixed)  # noqa: B009  hypothesis' own generator
    assert forecast(mixed, capacity) == forecast(known, capacity)
