"""Framed answers are taken apart safely, whatever a server sends."""

import pytest

from heirbook.collectors.frames import (
    GAP_CAP,
    SECTION_CAP_BYTES,
    FramedSection,
    Frames,
    answers,
    decode,
    parse_frames,
)
from heirbook.collectors.section_state import section_state
from tests.collectors.framed import DONE, NONCE, frame, section


def framed(stdout: bytes, stderr: bytes = b"") -> Frames:
    return parse_frames(stdout, stderr, NONCE)


def content(frames: Frames, name: str, part: str = "") -> bytes:
    return bytes(frames.sections[name].parts[part].content)


def test_content_is_what_stood_between_begin_and_end() -> None:
    frames = framed(section("os", b"ID=debian\n") + section("uname", b"Linux 6.1 x86_64\n") + DONE)
    assert frames.final
    assert content(frames, "os") == b"ID=debian\n"
    assert content(frames, "uname") == b"Linux 6.1 x86_64\n"
    assert list(frames.sections) == ["os", "uname"]


def test_parts_of_a_section_stay_together() -> None:
    frames = framed(section("units.show", b"a\n") + section("units.files", b"b\n", 3) + DONE)
    assert content(frames, "units", "show") == b"a\n"
    assert frames.sections["units"].parts["files"].status == 3


def test_words_before_the_first_frame_are_noise() -> None:
    motd = b"Welcome to upe!\nLast login: yesterday"
    frames = framed(motd + section("os", b"ID=debian\n") + DONE)
    assert content(frames, "os") == b"ID=debian\n"
    assert frames.noise_bytes == len(motd)


def test_a_frame_with_another_nonce_is_content() -> None:
    forged = f"\n@@{'1' * 32} E os 0\n".encode()
    frames = framed(section("os", b"ID=debian" + forged + b"more\n") + DONE)
    assert content(frames, "os") == b"ID=debian" + forged + b"more\n"


def test_the_nonce_within_a_line_is_content() -> None:
    line = f"x @@{NONCE} E os 0\n".encode()
    assert content(framed(section("os", line) + DONE), "os") == line


@pytest.mark.parametrize("text", [b"no line end", b"", b"\n", b"two\n\n", b"\n\n"])
def test_content_keeps_its_own_line_ends(text: bytes) -> None:
    assert content(framed(section("os", text) + DONE), "os") == text


def test_a_gap_in_the_middle_takes_no_content_away() -> None:
    gap = frame("G users denied /etc/shadow of mine")
    frames = framed(frame("B users") + b"root" + gap + b"mail\n" + frame("E users 0") + DONE)
    found = frames.sections["users"]
    assert content(frames, "users") == b"root\nmail\n"
    assert [(g.kind, g.path) for g in found.gaps] == [("denied", "/etc/shadow of mine")]


def test_a_gap_names_its_part() -> None:
    inner = frame("G cron.tables unread /x")
    frames = framed(frame("B cron.tables") + inner + frame("E cron.tables 0") + DONE)
    assert frames.sections["cron"].gaps[0].part == "tables"


@pytest.mark.parametrize(
    "stream",
    [
        frame("B os") + b"a\n" + section("uname", b"b\n") + frame("E os 0") + DONE,
        frame("E os 0") + DONE,
        section("os", b"a\n") + section("os", b"b\n") + DONE,
        section("os", b"a\n") + frame("E os 0") + DONE,
        frame("S os because") + DONE,
        section("os", b"a\n") + frame("G os broken /x") + DONE,
        frame("B os") + b"a\n" + frame("E os zero") + DONE,
        frame("X os") + DONE,
    ],
    ids=["B in B", "E alone", "B twice", "E twice", "skip word", "gap word", "status", "word"],
)
def test_contradicting_frames_break_their_section(stream: bytes) -> None:
    verdict = section_state(framed(stream).sections["os"])
    assert (verdict.state, verdict.reason) == ("partial", "frame")


def test_frames_with_unusable_names_are_dropped() -> None:
    frames = framed(frame("B ../etc") + b"x\n" + frame("B") + b"y\n" + section("os", b"a\n") + DONE)
    assert list(frames.sections) == ["os"]
    assert content(frames, "os") == b"a\n"


def test_a_section_over_the_cap_keeps_whole_lines_only() -> None:
    line = b"0123456789\n"
    flood = line * (2 * 1024 * 1024 // len(line))
    frames = framed(section("os", flood) + section("uname", b"Linux\n") + DONE)
    kept = content(frames, "os")
    assert SECTION_CAP_BYTES - len(line) < len(kept) <= SECTION_CAP_BYTES
    assert kept.endswith(line)
    assert section_state(frames.sections["os"]).reason == "output_cap"
    assert content(frames, "uname") == b"Linux\n"


def test_the_cap_counts_all_parts_of_a_section() -> None:
    half = b"x\n" * (SECTION_CAP_BYTES * 3 // 8)
    frames = framed(section("os.a", half) + section("os.b", half) + section("os.c", b"c\n") + DONE)
    assert frames.sections["os"].capped
    assert frames.sections["os"].size_bytes <= SECTION_CAP_BYTES
    assert content(frames, "os", "c") == b""


def test_one_line_over_the_cap_leaves_nothing() -> None:
    frames = framed(section("os", b"x" * (SECTION_CAP_BYTES + 1)) + DONE)
    assert content(frames, "os") == b""
    assert frames.sections["os"].capped


def test_a_flood_of_gaps_is_capped() -> None:
    gaps = frame("G os denied /x") * (GAP_CAP + 5)
    frames = framed(frame("B os") + gaps + frame("E os 0") + DONE)
    assert len(frames.sections["os"].gaps) == GAP_CAP
    assert frames.sections["os"].capped


def test_nul_and_broken_utf8_become_visible_text() -> None:
    frames = framed(section("os", b"NAME=a\x00b\xff\xc3(\n") + DONE)
    assert decode(frames.sections["os"].parts[""].content) == "NAME=a\x00b\\xff\\xc3(\n"


def test_errors_stand_with_their_part() -> None:
    stderr = b"motd\n" + frame("B os") + b"cat: no\n" + frame("E os 1") + section("uname", b"")
    frames = framed(section("os", b"", 1) + section("uname", b"Linux\n") + DONE, stderr)
    assert frames.sections["os"].parts[""].errors == b"cat: no\n"
    assert frames.sections["uname"].parts[""].errors == b""


def test_a_section_that_never_began_is_still_answered() -> None:
    given = answers(framed(section("os", b"a\n") + DONE), ["os", "hw"])
    assert given["hw"] == FramedSection()
    assert section_state(given["hw"]).state == "partial"


ANSWER = (
    b"motd"
    + section("os", b"ID=debian\n")
    + frame("S time no_tool")
    + frame("B users")
    + b"root\n"
    + frame("G users denied /etc/shadow")
    + frame("E users 0")
    + section("units.show", b"Id=a\n")
    + section("units.files", b"b\n")
    + frame("S containers.docker absent")
    + section("containers.podman", b"{}\n")
    + DONE
)
WHOLE_AFTER = {
    "os": b"E os 0\n",
    "units": b"B done\n",
    "containers": b"B done\n",
}


@pytest.mark.parametrize("cut", ["deadline", None])
def test_cut_at_every_byte_nothing_unfinished_is_ok(cut: str | None) -> None:
    ends = {name: ANSWER.index(mark) + len(mark) for name, mark in WHOLE_AFTER.items()}
    ends["units"] = ANSWER.index(b"S containers.docker absent\n") + len(
        "S containers.docker absent\n"
    )
    for length in range(len(ANSWER)):
        given = answers(framed(ANSWER[:length]), ["os", "users", "units", "containers"])
        for name, end in ends.items():
            verdict = section_state(given[name], "deadline" if cut else None)
            assert (verdict.state == "ok") == (length >= end), (name, length, verdict)
        assert section_state(given["users"]).state != "ok"


def test_sections_that_ended_before_the_cut_are_kept() -> None:
    frames = framed(section("os", b"ID=debian\n") + frame("B hw") + b"cpus=")
    assert not frames.final
    assert section_state(frames.sections["os"], "deadline").state == "ok"
    assert section_state(frames.sections["hw"], "deadline").state == "timeout"
