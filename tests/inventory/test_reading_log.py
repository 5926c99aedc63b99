"""The log of readings: values by key, thinned as stated, a torn line left out."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heirbook.errors import WorkspaceError
from heirbook.inventory.container import Container, Containers
from heirbook.inventory.reading_log import (
    LARGEST_BYTES,
    appended,
    load_readings,
    parse_readings,
    readings_path,
    retained,
)
from heirbook.inventory.readings import Reading
from heirbook.inventory.record import SourceId
from heirbook.inventory.volatile import reading_values, without_volatile
from heirbook.workspace import Workspace
from tests.inventory.observed import DAY, START, full_server, ok, units

UPE = SourceId("server/upe")
HOUR = timedelta(hours=1)


def reading(at: datetime, **values: int | str) -> Reading:
    return Reading(
        at=at, run="0a1b2c3d", took_ms=7, tool_version="0.1.0", sections={"os": "ok"}, values=values
    )


def test_values_are_named_by_section_object_and_name() -> None:
    assert reading_values(full_server().sections) == {
        "df:/:inodes_free": 7,
        "df:/:used_kib": 40,
        "load::uptime_s": 4210,
        "units:cron.service:restarts": 3,
        "units:nginx.service:restarts": 3,
    }


def test_times_are_text_and_long_texts_are_cut() -> None:
    box = Container(name="app", engine="docker", started_at=START, health="x" * 500)
    values = reading_values({"containers": ok(Containers(containers=(box,)))})
    assert values["containers:app:started_at"] == "2026-11-20T02:10:07Z"
    assert values["containers:app:health"] == "x" * 100


def test_facts_without_their_volatile_values_equal_those_that_never_had_any() -> None:
    assert without_volatile(units("a", restarts=4)) == units("a")


def test_a_line_is_written_as_one_object(tmp_path: Path) -> None:
    content = appended((), reading(START, used_kib=5))
    assert content == (
        b'{"at":"2026-11-20T02:10:07Z","run":"0a1b2c3d","took_ms":7,"tool_version":"0.1.0",'
        b'"sections":{"os":"ok"},"values":{"used_kib":5}}\n'
    )
    path = tmp_path / readings_path(UPE)
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    loaded = load_readings(Workspace(tmp_path), [UPE])
    assert loaded.lines == {UPE: (reading(START, used_kib=5),)}
    assert loaded.last(UPE, "used_kib") == (5, START)


def test_a_source_without_readings_has_none(tmp_path: Path) -> None:
    assert load_readings(Workspace(tmp_path), [UPE]).lines == {UPE: ()}


def test_seven_days_are_kept_whole_then_the_last_line_of_each_day() -> None:
    lines = [reading(START - number * HOUR) for number in range(24 * 10)]
    kept = retained(lines)
    newest = kept[-1].at
    assert sum(newest - line.at < 7 * DAY for line in kept) == 7 * 24
    old = [line.at for line in kept if newest - line.at >= 7 * DAY]
    assert [at.date() for at in old] == sorted({at.date() for at in old})
    assert all(at.hour == 23 for at in old[:-1])


def test_nothing_older_than_four_hundred_days_is_kept() -> None:
    lines = [reading(START - number * DAY) for number in range(450)]
    assert retained(lines)[0].at == START - 399 * DAY


def test_the_oldest_lines_give_way_when_the_log_is_too_large() -> None:
    lines = tuple(reading(START - number * HOUR, key="x" * 30_000) for number in range(100))
    content = appended(lines[1:], lines[0])
    assert LARGEST_BYTES - 31_000 < len(content) <= LARGEST_BYTES
    kept, _ = parse_readings(content, "x.jsonl")
    assert kept[-1] == lines[0]


def test_a_torn_last_line_is_left_out_with_a_note_and_mended_by_the_next_run() -> None:
    whole = appended((reading(START),), reading(START + HOUR))
    lines, note = parse_readings(whole[:-20], "x.jsonl")
    assert [line.at for line in lines] == [START]
    assert note is not None
    assert note.startswith("x.jsonl:2")
    assert parse_readings(appended(lines, reading(START + 2 * HOUR)), "x.jsonl")[1] is None


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=10**6))
def test_a_log_cut_anywhere_gives_what_was_whole(cut: int) -> None:
    whole = appended((reading(START),), reading(START + HOUR))
    lines, _ = parse_readings(whole[: cut % (len(whole) + 1)], "x.jsonl")
    assert [line.at for line in lines] in ([], [START], [START, START + HOUR])


def test_damage_in_the_middle_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / readings_path(UPE)
    path.parent.mkdir(parents=True)
    path.write_bytes(b'{"at": canary\n' + appended((), reading(START)))
    with pytest.raises(WorkspaceError) as caught:
        load_readings(Workspace(tmp_path), [UPE])
    problem = caught.value.problems[0]
    assert problem.where.startswith("inventory/readings/server/upe.jsonl:1")
    assert "canary" not in str(problem)


def test_a_key_that_stands_twice_is_refused() -> None:
    line = appended((), reading(START)).replace(b'"took_ms":7', b'"took_ms":7,"took_ms":8')
    with pytest.raises(WorkspaceError) as caught:
        parse_readings(line, "x.jsonl")
    assert "twice" in caught.value.problems[0].message


def test_a_log_that_another_program_wrote_out_again_still_counts() -> None:
    spaced = json.dumps(json.loads(appended((), reading(START)))) + "\n\n"
    assert parse_readings(spaced.encode(), "x.jsonl") == ((reading(START),), None)


def test_a_line_of_a_clock_that_was_behind_takes_its_place_in_time() -> None:
    lines, _ = parse_readings(appended((reading(START),), reading(START - HOUR)), "x.jsonl")
    assert [line.at for line in lines] == [START - HOUR, START]
