"""Lessons take place on real servers, the least important that answer, with checked commands."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.lessons import (
    change_one_line,
    container_lesson,
    log_lesson,
    look_around,
    pod_lesson,
)
from heirbook.inventory.declared import FleetFile
from tests.handbook.harbour import harbour
from tests.handbook.river import river

LESSONS = (look_around, log_lesson, container_lesson, pod_lesson, change_one_line)


def declared(book_input: BookInput, **changes: object) -> BookInput:
    whole = {**book_input.fleet.model_dump(mode="json", exclude_unset=True), **changes}
    return replace(book_input, fleet=FleetFile.model_validate(whole))


def test_the_least_important_server_that_answers_is_chosen() -> None:
    lesson = look_around(river())
    assert lesson is not None
    assert lesson.name == "pi"
    assert lesson.commands["login"].text == "ssh pi"


def test_a_server_that_is_not_asked_is_left_out() -> None:
    book = river()
    connections = {
        name: replace(one, switched_off="broken") if name == "pi" else one
        for name, one in book.connections.items()
    }
    lesson = look_around(replace(book, connections=connections))
    assert lesson is not None
    assert lesson.name == "upe"


def test_every_lesson_has_three_questions() -> None:
    for make in LESSONS:
        lesson = make(harbour())
        assert lesson is not None
        assert len(set(lesson.questions)) == 3, make


@pytest.mark.parametrize("make", LESSONS)
def test_nothing_declared_gives_no_lesson(make: object) -> None:
    bare = replace(
        river(), fleet=FleetFile.model_validate({"title": "x", "operator": "rasa"}), connections={}
    )
    assert callable(make)
    assert make(bare) is None


def test_the_log_is_that_of_a_declared_unit_that_runs() -> None:
    lesson = log_lesson(river())
    assert lesson is not None
    assert lesson.commands["log"].text == (
        "journalctl --unit dnsmasq.service --lines 20 --no-pager"
    )


@pytest.mark.parametrize("unit", ["a;reboot.service", "-x.service", "$(id).service", "a b.service"])
def test_a_hostile_unit_never_reaches_a_command(unit: str) -> None:
    lesson = log_lesson(declared(river(), services={"x": {"parts": {f"pi/unit/{unit}": {}}}}))
    assert lesson is not None
    assert all(unit not in one.text for one in lesson.commands.values())
    assert lesson.commands["log"].text == "journalctl --lines 20 --no-pager"


@pytest.mark.parametrize("prefix", ["kubectl; reboot", "$(id)", "-x", "a  b", "`id`"])
def test_a_hostile_prefix_gives_no_lesson(prefix: str) -> None:
    clusters = {"harbour": {"kubectl_from": {"server": "upe", "prefix": prefix}}}
    assert pod_lesson(declared(harbour(), clusters=clusters)) is None


def test_only_the_fifth_lesson_changes_anything() -> None:
    levels = [
        {one.level for one in lesson.commands.values()}
        for make in LESSONS
        if (lesson := make(harbour()))
    ]
    assert levels == [{"look"}] * 4 + [{"look", "change"}]


def test_the_fifth_lesson_runs_as_printed_and_leaves_nothing(tmp_path: Path) -> None:
    lesson = change_one_line(river())
    assert lesson is not None
    found: dict[str, list[str]] = {}
    for name in ("copy", "keep", "change", "difference", "back", "difference", "tidy"):
        done = subprocess.run(
            ["sh", "-c", lesson.commands[name].text],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert not done.stderr, name
        found.setdefault(name, []).append(done.stdout)
    first, second = found["difference"]
    assert '> NAME="My first change"' in first
    assert len([line for line in first.splitlines() if line[0] in "<>"]) == 2
    assert second == ""
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["uptime", "disks", "memory", "system"])
def test_looking_around_works_here(name: str) -> None:
    lesson = look_around(river())
    assert lesson is not None
    done = subprocess.run(
        ["sh", "-c", lesson.commands[name].text], capture_output=True, text=True, check=False
    )
    assert (done.returncode, bool(done.stdout)) == (0, True)
