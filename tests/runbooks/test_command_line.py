"""Commands with values: what a program receives is the value, or there is no command."""

import json
import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from heirbook.inventory.declared import KubectlFrom
from heirbook.runbooks.command_line import Filled, Lacking, filled, used_facts
from heirbook.runbooks.runbook import Command
from heirbook.runbooks.subject import Fact, Subject
from tests.handbook.river import NOW
from tests.runbooks.subjects import every_command, every_instance, with_fact

HOSTILE = (
    "x; touch PWNED",
    "$(touch PWNED)",
    "`touch PWNED`",
    'it\'s "quoted"',
    "a b  c",
    "*",
    "~root",
    "x\\",
    "x | touch PWNED",
    "x > PWNED",
    "ūpė",
    "&& touch PWNED",
    "${HOME}",
    "#x",
)
REFUSED = (
    "x\ny",
    "-rf",
    "\u202exe",
    "a\x00b",
    "\x1b[31m",
    "x" * 201,
    "",
    " ",
    "a\u2028b",
    "\u2039redacted:password:1a2b3c4d\u203a",
    "\u200b",
)
RUN = Command(on="server", level="look", run="tool --of @{unit}")
STUB = '#!/bin/sh\nfor word in "$@"; do printf "%s\\0" "$word" >>"$LOG"; done\n'


def lines() -> list[str]:
    found = []
    for instance, name, _ in every_command():
        line = instance.line(name)
        assert isinstance(line, Filled), (instance.volume.id, name, line)
        found.append(line.line)
    return sorted(set(found))


def test_every_command_is_valid_shell(tmp_path: Path) -> None:
    for number, line in enumerate(lines()):
        (tmp_path / f"{number}.sh").write_text(f"{line}\n", "utf-8")
    for file in sorted(tmp_path.iterdir()):
        done = subprocess.run(["sh", "-n", file], capture_output=True, text=True, check=False)
        assert done.returncode == 0, (file.read_text("utf-8"), done.stderr)


def test_shellcheck_finds_nothing(tmp_path: Path) -> None:
    for number, line in enumerate(lines()):
        (tmp_path / f"{number}.sh").write_text(f"#!/bin/sh\n{line}\n", "utf-8")
    # SC2034, SC2154: variables go from one block to the next; SC3037 is about echo
    done = subprocess.run(
        ["shellcheck", "-f", "json", "-e", "SC2034,SC2154", *sorted(tmp_path.iterdir())],
        capture_output=True,
        text=True,
        check=False,
    )
    found = [(one["file"], one["code"], one["message"]) for one in json.loads(done.stdout)]
    assert not found


@pytest.fixture
def sandbox(tmp_path: Path) -> Path:
    """Return a folder of stubs for every program that a command could begin with."""
    stubs = tmp_path / "bin"
    stubs.mkdir()
    words = {word for line in lines() for word in line.replace("|", " ").split()}
    for word in words:
        if word.isascii() and word.replace("-", "").isalnum() and word not in ("do", "done"):
            (stubs / word).write_text(STUB, "utf-8")
            (stubs / word).chmod(0o755)
    for real in ("printf", "sh"):
        (stubs / real).unlink(missing_ok=True)
        (stubs / real).symlink_to(shutil.which(real) or f"/bin/{real}")
    return tmp_path


def received(folder: Path, line: str) -> list[str]:
    """Return the words that programs got when the line ran."""
    log, work = folder / "log", folder / "work"
    log.write_bytes(b"")
    work.mkdir(exist_ok=True)
    environment = {"PATH": str(folder / "bin"), "LOG": str(log), "HOME": "/nowhere"}
    subprocess.run(
        ["/bin/sh", "-c", line],
        cwd=work,
        env=environment,
        capture_output=True,
        timeout=20,
        check=False,
    )
    assert not (work / "PWNED").exists(), line
    return log.read_bytes().decode("utf-8").split("\0")


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_reaches_its_program_as_it_is(value: str, sandbox: Path) -> None:
    tried = 0
    for instance, name, command in every_command():
        if command.on == "computer" or "while " in command.run or "read -r" in command.run:
            continue
        for fact in set(used_facts(command)) - {"prefix", "engine"}:
            line = with_fact(instance, fact, value).line(name)
            assert isinstance(line, Filled), (instance.volume.id, name, fact)
            if tried % 7 == HOSTILE.index(value) % 7 or "PWNED" not in value:
                words = received(sandbox, line.line)
                assert any(value in word for word in words), (line.line, words)
            tried += 1
    assert tried > 20


@pytest.mark.parametrize("value", REFUSED)
def test_a_value_that_must_not_enter_leaves_no_command(value: str) -> None:
    for instance, name, command in every_command():
        for fact in used_facts(command):
            line = with_fact(instance, fact, value).line(name)
            assert isinstance(line, Lacking), (instance.volume.id, name, fact)
            assert line.fact == fact


def test_without_a_fact_there_is_no_command_with_a_hole() -> None:
    for instance in every_instance():
        for fact in instance.subject.facts:
            facts = {n: one for n, one in instance.subject.facts.items() if n != fact}
            poorer = replace(instance, subject=replace(instance.subject, facts=facts))
            for name, line in poorer.lines():
                needs = fact in used_facts(poorer.commands[name])
                assert isinstance(line, Lacking) is needs, (instance.volume.id, name, fact)
                if isinstance(line, Filled):
                    assert "@{" not in line.line


def subject(**facts: Fact) -> Subject:
    return Subject("upe", facts=facts, server="upe")


@pytest.mark.parametrize(
    ("how", "line"),
    [("root", "tool"), ("sudo", "sudo tool"), ("doas", "doas tool")],
)
def test_rights_are_had_as_the_server_says(how: str, line: str) -> None:
    command = Command(on="server", level="look", run="tool", root=True)
    found = filled(command, subject(prefix=Fact(how)), NOW)
    assert isinstance(found, Filled)
    assert found.line == line


def test_rights_are_never_guessed() -> None:
    command = Command(on="server", level="look", run="tool", root=True)
    assert isinstance(filled(command, subject(), NOW), Lacking)


def test_kubectl_is_called_as_it_is_there_and_only_by_plain_words() -> None:
    command = Command(on="kubectl", level="look", run="kubectl --context @{ctx} get nodes")
    base = subject(ctx=Fact("prod"))
    there = replace(base, kubectl=KubectlFrom(server="upe", prefix="sudo k3s kubectl"))
    found = filled(command, there, NOW)
    assert isinstance(found, Filled)
    assert found.line == "sudo k3s kubectl --context prod get nodes"
    for prefix in ("kubectl; id", "$(id)", "'", "kubectl >x"):
        odd = replace(base, kubectl=KubectlFrom(server="upe", prefix=prefix))
        assert isinstance(filled(command, odd, NOW), Lacking)


@pytest.mark.parametrize(
    ("days", "doubt", "shows_age"), [(1, "", False), (8, "", True), (31, "old", False)]
)
def test_old_values_say_their_age_and_very_old_ones_stay_out(
    days: int, doubt: str, *, shows_age: bool
) -> None:
    line = filled(RUN, subject(unit=Fact("x", NOW - timedelta(days=days))), NOW)
    if isinstance(line, Lacking):
        assert line.doubt == doubt == "old"
    else:
        assert (line.oldest is not None) is shows_age


def test_a_line_for_any_computer_holds_only_what_every_shell_takes_alike() -> None:
    command = Command(on="computer", level="look", run="ssh @{alias} uptime")
    good = filled(command, subject(alias=Fact("upe")), NOW)
    assert isinstance(good, Filled)
    assert good.line == "ssh upe uptime"
    for value in ("a b'c", "$x", "<x", "x|y", "ūpė", '"'):
        assert isinstance(filled(command, subject(alias=Fact(value)), NOW), Lacking)


def test_a_list_is_words_each_by_itself() -> None:
    line = filled(RUN, subject(unit=Fact(("a b", "c"))), NOW)
    assert isinstance(line, Filled)
    assert line.line == "tool --of 'a b' c"
