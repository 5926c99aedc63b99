"""Each line of the decision table gives its state, and the first line that fits wins."""

from typing import get_args

import pytest

from heirbook.collectors.frames import parse_frames
from heirbook.collectors.section_state import Verdict, section_state
from heirbook.collectors.transport import Cut
from tests.collectors.framed import DONE, NONCE, frame, section


def verdict(stream: bytes, stderr: bytes = b"", cut: Cut | None = None) -> Verdict:
    frames = parse_frames(stream, stderr, NONCE)
    return section_state(frames.sections["x"], cut, ("ss", "netstat"))


def begun(errors: bytes) -> bytes:
    return frame("B x") + errors + frame("E x 1")


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        (section("x", b"a\n") + DONE, Verdict("ok")),
        (section("x", b"a\n", 124) + DONE, Verdict("timeout", "status")),
        (section("x", b"a\n", 137) + DONE, Verdict("timeout", "status")),
        (section("x", b"a\n", 143) + DONE, Verdict("timeout", "status")),
        (frame("B x") + b"a\n", Verdict("partial", "no_final_frame")),
        (section("x.a", b"a\n"), Verdict("partial", "no_final_frame")),
        (frame("S x no_permission") + DONE, Verdict("denied", need="root")),
        (frame("S x no_tool") + DONE, Verdict("missing_tool", need="ss netstat")),
        (section("x", b"", 127) + DONE, Verdict("missing_tool", need="ss netstat")),
        (
            section("x.a", b"a\n") + frame("S x.b not_running") + DONE,
            Verdict("partial", "not_running"),
        ),
        (section("x.a", b"a\n") + frame("S x.b no_tool") + DONE, Verdict("partial", "skipped")),
        (
            frame("S x.a absent") + frame("S x.b no_permission") + DONE,
            Verdict("denied", need="root"),
        ),
        (
            frame("S x.a no_tool") + frame("S x.b no_permission") + DONE,
            Verdict("partial", "skipped"),
        ),
        (section("x.a", b"a\n") + frame("S x.b absent") + DONE, Verdict("ok")),
        (frame("S x.a absent") + frame("S x.b absent") + DONE, Verdict("ok", absent=True)),
        (frame("S x absent") + DONE, Verdict("ok", absent=True)),
        (section("x", b"a\n", 1) + DONE, Verdict("partial", "status")),
        (
            frame("B x") + frame("G x denied /a") + frame("E x 1") + DONE,
            Verdict("partial", "gap"),
        ),
    ],
)
def test_frames_decide_the_state(stream: bytes, expected: Verdict) -> None:
    assert verdict(stream) == expected


@pytest.mark.parametrize(
    "errors",
    [
        b"sudo: a password is required\n",
        b"sudo: sorry, you must have a tty to run sudo\n",
        b"sudo: no tty present and no askpass program specified\n",
        b"sudo: a terminal is required to read the password; either use the -S option\n",
        b"Sorry, user probe is not allowed to execute '/usr/bin/ss' as root on upe.\n",
        b"probe is not in the sudoers file.\n",
        b"Sorry, user probe may not run sudo on upe.\n",
        b"doas: Operation not permitted\n",
        b"doas: Authentication required\n",
    ],
)
def test_a_refused_sudo_or_doas_is_denied(errors: bytes) -> None:
    found = verdict(section("x", b"", 1) + DONE, begun(errors))
    assert (found.state, found.need) == ("denied", "root")


def test_another_programs_refusal_is_a_failed_part() -> None:
    errors = b"E: this repository is not allowed in the present configuration\n"
    found = verdict(begun(b"") + DONE, begun(errors) + DONE)
    assert found == Verdict("partial", "status")


def test_a_warning_of_sudo_is_no_refusal() -> None:
    errors = b"sudo: unable to resolve host upe: Name or service not known\n"
    assert verdict(section("x", b"a\n") + DONE, begun(errors)).state == "ok"


@pytest.mark.parametrize("cut", get_args(Cut))
def test_a_section_that_had_ended_is_ok_however_the_answer_was_cut(cut: Cut) -> None:
    assert verdict(section("x", b"a\n") + frame("B y"), cut=cut).state == "ok"


@pytest.mark.parametrize(
    ("cut", "state", "reason"),
    [
        ("deadline", "timeout", "deadline"),
        ("output_cap", "partial", "output_cap"),
        ("no_exit_status", "partial", "no_final_frame"),
    ],
)
def test_a_section_that_had_begun_says_why_it_was_cut(cut: Cut, state: str, reason: str) -> None:
    found = verdict(frame("B x") + b"a\n", cut=cut)
    assert (found.state, found.reason) == (state, reason)


def test_a_timeout_is_never_read() -> None:
    assert not verdict(section("x", b"a\n", 124) + DONE).readable


@pytest.mark.parametrize("reason", ["gap", "skipped", "status", "output_cap", "not_running"])
def test_an_incomplete_answer_may_be_read(reason: str) -> None:
    assert Verdict("partial", reason).readable


@pytest.mark.parametrize("reason", ["frame", "no_final_frame", "parse"])
def test_a_broken_answer_keeps_the_last_known_facts(reason: str) -> None:
    assert not Verdict("partial", reason).readable
