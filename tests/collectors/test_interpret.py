"""A framed section becomes a state with facts, whatever its parser meets."""

from datetime import UTC, datetime

from heirbook.collectors.frames import parse_frames
from heirbook.collectors.interpret import interpret, interpret_all
from heirbook.inventory.record import Facts
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.server import Meta, Notes, Os
from heirbook.inventory.storage import Disks, Mounts
from heirbook.redaction.scrub import PLAIN_FORM
from tests.collectors.framed import DONE, NONCE, frame, section, unit

AT = datetime(2026, 11, 20, 2, 10, 7, tzinfo=UTC)


def plain(text: str) -> str:
    return text


def state_of(name: str, stream: bytes, *, hide: str = "") -> SectionState[Facts]:
    frames = parse_frames(stream, b"", NONCE)

    def scrub(text: str) -> str:
        return text.replace(hide, PLAIN_FORM) if hide else text

    return interpret(unit(name), frames.sections[name], scrub)


def test_a_whole_section_gives_its_facts() -> None:
    found = state_of("os", section("os", b"ID=debian\n") + DONE)
    assert found == SectionState(state="ok", facts=Os(id="debian"))


def test_every_string_is_scrubbed_before_it_is_parsed() -> None:
    found = state_of("os", section("os", b"NAME=hunter2\n") + DONE, hide="hunter2")
    assert found.facts == Os(name=PLAIN_FORM)


def test_a_gaps_path_is_scrubbed() -> None:
    gap = frame("G notes denied /etc/hunter2")
    found = state_of("notes", frame("B notes") + gap + frame("E notes 0") + DONE, hide="hunter2")
    assert found.gaps[0].path == f"/etc/{PLAIN_FORM}"


def test_a_line_that_is_not_understood_keeps_the_others_and_its_number() -> None:
    stream = section("mounts", b"/dev/vda\t/\text4\trw\nnonsense\n") + DONE
    found = state_of("mounts", stream)
    assert (found.state, found.reason, found.line) == ("partial", "parse", 2)
    assert isinstance(found.facts, Mounts)
    assert [mount.target for mount in found.facts.mounts] == ["/"]


def test_broken_json_is_partial_without_facts() -> None:
    found = state_of("lsblk", section("lsblk.json", b'{"blockdevices": [') + DONE)
    assert (found.state, found.reason, found.facts) == ("partial", "parse", None)


def test_deeply_nested_json_is_partial() -> None:
    deep = b'{"blockdevices":' + b'[{"name":"a","children":' * 5000 + DONE
    found = state_of("lsblk", section("lsblk.json", deep) + DONE)
    assert found.state == "partial"


def test_absent_objects_give_empty_facts() -> None:
    found = state_of("lsblk", frame("S lsblk absent") + DONE)
    assert found == SectionState(state="ok", facts=Disks(), absent=True)


def test_an_unfinished_section_gives_no_facts() -> None:
    found = state_of("os", frame("B os") + b"ID=debian\n")
    assert (found.state, found.facts) == ("partial", None)


def test_a_gap_keeps_what_was_seen() -> None:
    note = b"## /etc/heirbook.d/a.yml\n\tpurpose: build agent\n"
    stream = frame("B notes") + note + frame("G notes denied /x") + frame("E notes 0") + DONE
    found = state_of("notes", stream)
    assert (found.state, found.reason) == ("partial", "gap")
    assert isinstance(found.facts, Notes)
    assert found.facts.notes[0].purpose == ("build agent",)


def test_the_clock_of_the_server_becomes_an_offset() -> None:
    epoch = int(AT.timestamp()) + 3600
    frames = parse_frames(section("meta", f"epoch={epoch}\n".encode()) + DONE, b"", NONCE)
    states = interpret_all([unit("meta"), unit("os")], frames, None, plain, AT)
    assert states["meta"].facts == Meta(clock_offset_s=3600)
    assert states["os"].state == "partial"
