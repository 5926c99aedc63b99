"""The calendar file: read back by a strict reader, stable ids, letters whole, hostile names."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.icalendar import CalendarHead, Event, calendar_text, event_uid
from heirbook.handbook.languages import languages
from heirbook.handbook.render import render
from heirbook.inventory.certificate import Certificate, Certificates
from heirbook.inventory.snapshot import Snapshot
from heirbook.text import visible
from tests.handbook.calendar_parser import Component, parse
from tests.handbook.river import NOW, river
from tests.handbook.river import whole as whole_sections
from tests.handbook.slots import changed, free_slots

HOSTILE = [
    json.loads(line)
    for line in Path(__file__).with_name("hostile.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
HEAD = CalendarHead("Upė", "lt", NOW)


def calendar(book_input: BookInput, language: str = "en") -> Component:
    """Return the book's calendar, read back."""
    made = render(book_input, language)["calendar.ics"]
    assert isinstance(made, bytes)
    return parse(made)


def uids(whole: Component) -> dict[str, str]:
    """Return the days of events by their ids."""
    return {one.properties["UID"]: one.properties["DTSTART;VALUE=DATE"] for one in whole.inside}


def with_certificate(*certificates: Certificate, as_of: datetime = NOW) -> BookInput:
    """Return the invented book where upe has these certificates."""
    whole = river()
    upe = whole.snapshot.server("upe")
    assert upe is not None
    sections = whole_sections(Certificates(certificates=certificates))
    changed = replace(upe, sections={**upe.sections, **sections})
    sources = {**whole.snapshot.sources, upe.id: changed}
    return replace(whole, snapshot=Snapshot(as_of, sources))


def certificate(end: datetime, key: str = "ab" * 32, **more: object) -> Certificate:
    fields = {"names": ("example.org",), "places": ("/etc/ssl/example.org.pem",)}
    values = {**fields, "not_after": end, "public_key_sha256": key, **more}
    return Certificate.model_validate(values)


@pytest.mark.parametrize("language", languages())
def test_every_date_of_the_book_is_an_event(language: str) -> None:
    whole = calendar(river(), language)
    assert whole.properties["VERSION"] == "2.0"
    assert whole.properties["PRODID"].startswith("-//heirbook//")
    days = [one.properties["DTSTART;VALUE=DATE"] for one in whole.inside]
    assert days == ["20270104", "20270109", "20270301", "20270630"]
    for event in whole.inside:
        assert event.name == "VEVENT"
        assert event.properties["DTSTAMP"] == "20261120T021007Z"
        assert int(event.properties["SEQUENCE"]) == (NOW.date() - date(1970, 1, 1)).days
        assert re.fullmatch(r"[0-9a-f]{64}@heirbook", event.properties["UID"])
        assert [alarm.properties["TRIGGER"] for alarm in event.inside] == ["-P14D", "-P3D"]
        assert {alarm.properties["ACTION"] for alarm in event.inside} == {"DISPLAY"}


def test_events_are_in_the_language() -> None:
    (summary,) = {one.text("SUMMARY") for one in calendar(river(), "lt").inside[:1]}
    assert "SSH rakt" in summary


def test_a_moved_date_keeps_its_id_and_a_later_snapshot_counts_on() -> None:
    before = calendar(with_certificate(certificate(NOW + timedelta(days=10))))
    renewed = certificate(NOW + timedelta(days=100), key="cd" * 32)
    after = calendar(with_certificate(renewed, as_of=NOW + timedelta(days=1)))
    moved = {uid for uid, day in uids(after).items() if uids(before).get(uid, day) != day}
    assert len(moved) == 1
    assert uids(before).keys() == uids(after).keys()
    first, second = (int(one.inside[0].properties["SEQUENCE"]) for one in (before, after))
    assert second == first + 1


def test_two_certificates_of_one_name_are_two_events() -> None:
    other = certificate(NOW + timedelta(days=5), places=("/etc/ssl/other.pem",))
    both = calendar(with_certificate(certificate(NOW + timedelta(days=10)), other))
    assert len(uids(both)) == len(both.inside)


@pytest.mark.parametrize(
    "end",
    [
        datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=UTC),
        NOW - timedelta(days=400),
    ],
)
def test_a_strange_date_is_told_as_it_is(end: datetime) -> None:
    book_input = with_certificate(certificate(end))
    assert end.date().isoformat().replace("-", "") in uids(calendar(book_input)).values()
    page = render(book_input, "en")["calendar.md"]
    assert isinstance(page, str)
    assert f">{end.date().isoformat()}<" in page


@pytest.mark.parametrize(
    "now", [datetime(2038, 2, 1, tzinfo=UTC), datetime(1969, 1, 1, tzinfo=UTC)]
)
def test_a_clock_far_off_still_gives_a_calendar(now: datetime) -> None:
    whole = calendar(with_certificate(certificate(NOW), as_of=now))
    assert all(int(one.properties["SEQUENCE"]) >= 0 for one in whole.inside)
    assert {one.properties["DTSTAMP"][:4] for one in whole.inside} == {f"{now.year}"}


def test_a_book_without_dates_has_no_calendar_file() -> None:
    whole = river()
    empty = replace(
        whole,
        snapshot=Snapshot(NOW),
        fleet=whole.fleet.model_copy(update={"accounts": {}, "services": {}}),
        people=whole.people.model_copy(update={"people": {}}),
    )
    made = render(empty, "en")
    assert "calendar.ics" not in made
    assert "calendar.ics" not in str(made["calendar.md"])


@pytest.mark.parametrize("value", HOSTILE)
def test_any_name_of_the_corpus_stays_one_value(value: str) -> None:
    text = calendar_text(HEAD, [Event("x@heirbook", date(2027, 1, 1), value, (value, "b"))])
    (event,) = parse(text.encode("utf-8")).inside
    assert event.text("SUMMARY") == visible(value)
    assert event.text("DESCRIPTION") == f"{visible(value)}\nb"


@pytest.mark.parametrize("first", range(0, len(HOSTILE), 20))
def test_a_book_of_hostile_names_gives_a_whole_calendar(first: int) -> None:
    places = {slot.place: number for number, slot in enumerate(free_slots(words=False))}
    hostile = changed(
        river(),
        lambda place, old: (
            HOSTILE[(first + places[place]) % len(HOSTILE)] if place in places else old
        ),
    )
    assert len(calendar(hostile, "lt").inside) == len(calendar(river(), "lt").inside)


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_is_folded_and_read_back(first: str, second: str) -> None:
    text = calendar_text(HEAD, [Event("x@heirbook", date(2027, 1, 1), first, (second,))])
    (event,) = parse(text.encode("utf-8")).inside
    assert event.text("SUMMARY") == visible(first)
    assert event.text("DESCRIPTION") == visible(second)


@pytest.mark.parametrize("start", range(76))
def test_lithuanian_letters_are_never_divided(start: int) -> None:
    words = "x" * start + "ąčęėįšųūž" * 20
    (event,) = parse(
        calendar_text(HEAD, [Event("x@heirbook", date(2027, 1, 1), words)]).encode("utf-8")
    ).inside
    assert event.text("SUMMARY") == words


def test_ids_differ_wherever_a_word_ends() -> None:
    assert event_uid("a", "bc", "") != event_uid("ab", "c", "")
    assert event_uid("a", "b", "c") == event_uid("a", "b", "c")
