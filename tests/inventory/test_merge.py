"""Merging: nothing is forgotten because somebody could not look."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heirbook.inventory.age import clock_went_back_s, seen_at
from heirbook.inventory.merge import merge, merge_source
from heirbook.inventory.readings import Reading
from heirbook.inventory.record import Facts
from heirbook.inventory.section_state import SectionState, State
from heirbook.inventory.server import Os, PackageState, PendingPackage
from heirbook.inventory.service import Units
from heirbook.inventory.snapshot import Source
from heirbook.inventory.storage import FileSystems, FileSystemUse
from tests.inventory.observed import DAY, START, debian, failed, ok, partial, server, units

LATER = START + DAY
FAILURES: tuple[State, ...] = ("denied", "missing_tool", "timeout", "unreachable")


def names(state: SectionState[Facts]) -> dict[str, datetime | None]:
    assert isinstance(state.facts, Units)
    return {unit.id: unit.last_seen for unit in state.facts.units}


def both(first: SectionState[Facts], second: SectionState[Facts]) -> SectionState[Facts]:
    """Return the section after two runs a day apart."""
    merged = merge_source(
        merge_source(None, server({"units": first})), server({"units": second}, LATER)
    )
    return merged.sections["units"]


@pytest.mark.parametrize("state", FAILURES)
def test_a_failed_section_keeps_its_facts_and_their_time(state: State) -> None:
    section = both(ok(units("a")), failed(state))
    assert (section.state, section.since, section.observed_at) == (state, LATER, START)
    assert names(section) == {"a": None}


def test_an_answer_that_shows_nothing_keeps_the_facts_as_they_were() -> None:
    section = both(ok(units("a")), partial(Units(), "no_final_frame"))
    assert names(section) == {"a": None}
    assert section.observed_at == START


def test_the_engine_that_runs_is_seen_beside_one_that_is_down() -> None:
    section = both(ok(units("a")), partial(units("b"), "not_running"))
    assert names(section) == {"a": START, "b": None}


def test_a_partial_answer_is_merged_object_by_object() -> None:
    section = both(ok(units("a", "b")), partial(units("b", "c")))
    assert names(section) == {"a": START, "b": None, "c": None}
    assert (section.observed_at, section.since) == (None, LATER)


def test_an_object_that_was_missing_longer_keeps_its_older_date() -> None:
    whole = server({"units": ok(units("a", "b"))})
    first = merge_source(whole, server({"units": partial(units("b"))}, LATER))
    second = merge_source(first, server({"units": partial(units("c"))}, LATER + DAY))
    assert names(second.sections["units"]) == {"a": START, "b": LATER, "c": None}


def test_an_object_vanishes_only_when_an_ok_answer_lacks_it() -> None:
    first = server({"units": ok(units("a", "b"))})
    second = merge_source(first, server({"units": partial(units("b"))}, LATER))
    third = merge_source(second, server({"units": ok(units("b"))}, LATER + DAY))
    assert names(third.sections["units"]) == {"b": None}
    assert third.sections["units"].since is None


def test_a_partial_answer_keeps_the_single_facts_that_it_lacks() -> None:
    before = ok(PackageState(manager="apt", automatic_updates=True))
    now = partial(PackageState(pending_security=(PendingPackage(name="openssl"),)))
    merged = merge(before, now, LATER).facts
    assert isinstance(merged, PackageState)
    assert (merged.manager, merged.automatic_updates) == ("apt", True)
    assert [package.name for package in merged.pending_security] == ["openssl"]


def test_volatile_values_of_before_are_not_kept() -> None:
    old = FileSystems(file_systems=(FileSystemUse(target="/", size_kib=9, used_kib=5),))
    merged = merge(ok(old), partial(FileSystems()), LATER).facts
    assert isinstance(merged, FileSystems)
    assert [(use.size_kib, use.used_kib) for use in merged.file_systems] == [(9, None)]


def test_since_stays_through_one_failure_after_another() -> None:
    source = server({"os": ok(debian())})
    for day, state in enumerate(FAILURES, start=1):
        source = merge_source(source, server({"os": failed(state)}, START + day * DAY, state=state))
    assert source.sections["os"].since == LATER
    assert source.sections["os"].observed_at == START
    assert source.since == LATER


def test_a_section_that_was_not_asked_keeps_state_facts_and_time() -> None:
    first = server({"os": ok(debian()), "units": failed("denied")})
    merged = merge_source(merge_source(None, first), server({}, LATER))
    assert merged.sections["os"].facts == debian()
    assert merged.sections["os"].observed_at == START
    assert merged.sections["units"].state == "denied"
    assert seen_at(merged, "units") is None


def test_an_older_run_never_replaces_a_newer_one() -> None:
    newer = server({"os": ok(debian("13"))}, LATER)
    assert merge_source(newer, server({"os": ok(debian("12"))}, START)) is newer


def test_a_clock_that_went_back_a_day_loses_nothing_and_is_told() -> None:
    known = server({"os": ok(debian("13"))}, START)
    now = START - DAY
    merged = merge_source(known, server({"os": failed()}, now, state="timeout"))
    assert merged is known
    assert seen_at(merged, "os") == START
    assert clock_went_back_s(merged.observed_at, now) == 86_400


def reading(at: datetime, state: State) -> Reading:
    return Reading(
        at=at, run="0a1b2c3d", took_ms=1, tool_version="0.1.0", sections={"os": state}, values={}
    )


def test_the_newest_reading_that_names_a_section_ok_tells_its_age() -> None:
    hours = [START + timedelta(hours=hour) for hour in range(4)]
    lines = (reading(hours[1], "ok"), reading(hours[2], "ok"), reading(hours[3], "timeout"))
    known = server({"os": ok(debian())})
    assert seen_at(known, "os", lines) == hours[2]
    assert seen_at(known, "os") == START
    merged = merge_source(known, server({"os": failed()}, hours[3]), lines)
    assert merged.sections["os"].observed_at == hours[2]


def test_a_failed_run_keeps_privilege_and_fingerprint_key() -> None:
    known = server({"os": ok(debian())})
    lost = Source(known.id, "unreachable", "ssh", LATER, {}, reason="connect_timeout")
    merged = merge_source(known, lost)
    assert (merged.privilege, merged.reason, merged.since) == ("root", "connect_timeout", LATER)


SECTIONS = st.sampled_from(
    [ok(debian("12")), ok(debian("13")), failed(), failed("denied"), partial(Os(codename="x"))]
)
RUNS = st.lists(st.none() | SECTIONS, min_size=1, max_size=6)


def fold(runs: list[Source]) -> Source:
    known: Source | None = None
    for run in runs:
        known = merge_source(known, run)
    assert known is not None
    return known


@settings(deadline=None)
@given(RUNS, st.data())
def test_whatever_the_order_of_arrival_the_newest_run_wins(
    sections: list[SectionState[Facts] | None], data: st.DataObject
) -> None:
    runs = [
        server({} if section is None else {"os": section}, START + number * DAY)
        for number, section in enumerate(sections)
    ]
    shuffled = data.draw(st.permutations(runs))
    known = fold(shuffled)
    newest = sections[-1]
    assert known.observed_at == runs[-1].observed_at
    if newest is not None:
        assert known.sections["os"].state == newest.state
    if newest is not None and newest.state == "ok":
        assert known.sections["os"].facts == newest.facts


@settings(deadline=None)
@given(RUNS)
def test_merging_a_run_twice_changes_nothing(
    sections: list[SectionState[Facts] | None],
) -> None:
    runs = [
        server({} if section is None else {"os": section}, START + number * DAY)
        for number, section in enumerate(sections)
    ]
    known = fold(runs)
    assert merge_source(known, runs[-1]) == known


@settings(deadline=None)
@given(RUNS)
def test_facts_once_seen_are_never_lost_and_never_newer_than_the_run(
    sections: list[SectionState[Facts] | None],
) -> None:
    known: Source | None = None
    for number, section in enumerate(sections):
        run = server({} if section is None else {"os": section}, START + number * DAY)
        had_facts = known is not None and "os" in known.sections and known.sections["os"].facts
        known = merge_source(known, run)
        state = known.sections.get("os")
        assert not had_facts or (state is not None and state.facts is not None)
        seen = seen_at(known, "os")
        assert seen is None or seen <= known.observed_at
