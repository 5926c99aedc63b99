"""Readings over 90 days, as a server's page shows them."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from heirbook.handbook.plot import HEIGHT_PX, WIDTH_PX, plot
from heirbook.handbook.views.trends import OUTLOOKS, Trend, trends
from heirbook.inventory.forecast import Point
from heirbook.inventory.readings import Reading, Readings
from tests.handbook.river import NOW, river

HOSTILE = '"><script>window.harmed=1</script>'


def read(values: dict[str, list[int]], *, first_day: int = 0) -> Readings:
    """Return readings of upe, one a day, the last one at the snapshot."""
    count = max(map(len, values.values()))
    lines = tuple(
        Reading(
            at=NOW - timedelta(days=count - 1 - day + first_day),
            run=f"{day:08x}",
            took_ms=1,
            tool_version="0",
            sections={},
            values={key: series[day] for key, series in values.items() if day < len(series)},
        )
        for day in range(count)
    )
    return Readings(lines={"server/upe": lines})


def test_disks_memory_and_restarts_are_drawn() -> None:
    values = {
        "df:/:used_kib": list(range(1000, 2000, 50)),
        "df:/:free_kib": list(range(3000, 2000, -50)),
        "load::memory_available_kib": [5, 4, 6],
        "units:nginx.service:restarts": [0, 0, 2, 3, 1],
    }
    found = trends(replace(river(), readings=read(values)), "upe")
    (disk,) = found.disks.shown
    assert (disk.name, disk.last.value, disk.lowest, disk.highest) == ("/", 1950, 1000, 1950)
    assert disk.forecast is not None
    assert disk.forecast.outlook == "dated"
    assert found.memory is not None
    assert found.memory.highest == 6
    assert [(one.name, one.gained) for one in found.restarts.shown] == [("nginx.service", 4)]


def test_older_readings_and_those_after_the_snapshot_are_left_out() -> None:
    values = {"df:/:used_kib": [7] * 200}
    (disk,) = trends(replace(river(), readings=read(values, first_day=-5)), "upe").disks.shown
    assert disk.points[0].at >= NOW - timedelta(days=90)
    assert disk.points[-1].at <= NOW


def test_without_what_is_left_nothing_is_foretold_and_without_readings_nothing_is_drawn() -> None:
    (disk,) = trends(replace(river(), readings=read({"df:/:used_kib": [1, 2]})), "upe").disks.shown
    assert disk.forecast is None
    assert not trends(replace(river(), readings=Readings()), "upe")
    assert not trends(river(), "senas")


def test_every_outlook_has_its_words() -> None:
    assert set(OUTLOOKS) == {"full", "far", "not_growing", "unsteady", "too_few"}


@given(st.lists(st.integers(0, 2**60), min_size=1, max_size=90), st.text(max_size=40))
def test_a_drawing_is_well_formed_and_stays_in_its_frame(values: list[int], words: str) -> None:
    points = tuple(Point(NOW + timedelta(days=day), value) for day, value in enumerate(values))
    drawing = ET.fromstring(plot(points, words + HOSTILE))  # noqa: S314  our own text
    assert len(drawing) == 3
    steps = drawing[1].attrib["d"].replace("M", "").replace("L", "").split()
    places = [int(step) for step in steps]
    assert all(0 <= x <= WIDTH_PX for x in places[::2])
    assert all(0 <= y <= HEIGHT_PX for y in places[1::2])
    assert len(places) == 2 * len(values)


def test_a_counter_that_began_anew_counts_from_there() -> None:
    points = tuple(
        Point(NOW + timedelta(days=day), value) for day, value in enumerate((5, 7, 1, 1, 2))
    )
    assert Trend("a", points).gained == 4
