"""Transcripts: what a user types, and every line the program answers.

`# workspace: NAME` copies that fixture, `$ heirbook …` runs a command in it, then follow the lines
of stdout, those of stderr with `!` in front, and `[exit N]`. `WORKSPACE` stands for the folder.
`~` ends the comparison of a line: what follows it differs from run to run.
"""

import contextlib
import io
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from heirbook.cli.main import main

HERE = Path(__file__).parent
TRANSCRIPTS = sorted((HERE / "transcripts").glob("*.txt"))


@dataclass(frozen=True)
class Step:
    """One command of a transcript with the lines that are expected."""

    command: str
    expected: tuple[str, ...]


def workspace_of(text: str) -> str:
    first = text.splitlines()[0]
    assert first.startswith("# workspace: "), "a transcript names its workspace on its first line"
    return first.removeprefix("# workspace: ")


def steps(text: str) -> Iterator[Step]:
    command, lines = "", list[str]()
    for line in text.splitlines():
        if line.startswith("$ "):
            command, lines = line[2:], []
        elif command and line:
            lines.append(line)
            if line.startswith("[exit "):
                yield Step(command, tuple(lines))
                command = ""
    assert not command, f"no [exit N] after: {command}"


def run_here(argv: list[str], now: datetime) -> tuple[str, str, int]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(argv, now, {"HOME": str(Path.cwd()), "PATH": os.environ["PATH"]})
    return out.getvalue(), err.getvalue(), code


def run_as_process(argv: list[str]) -> tuple[str, str, int]:
    done = subprocess.run(
        [sys.executable, "-m", "heirbook", *argv], capture_output=True, text=True, check=False
    )
    return done.stdout, done.stderr, done.returncode


def shown(result: tuple[str, str, int], folder: Path) -> tuple[str, ...]:
    out, err, code = result
    text = [line for line in out.splitlines() if line]
    text += [f"! {line}" for line in err.splitlines() if line]
    return (*(line.replace(str(folder), "WORKSPACE") for line in text), f"[exit {code}]")


def agrees(line: str, expected: str) -> bool:
    start, mark, _ = expected.partition("~")
    return line.startswith(start) if mark else line == expected


def assert_same(seen: tuple[str, ...], expected: tuple[str, ...]) -> None:
    if len(seen) != len(expected) or not all(map(agrees, seen, expected)):
        assert "\n".join(seen) == "\n".join(expected)


@pytest.fixture
def prepared(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[str, Path]]:
    text = request.param.read_text("utf-8")
    folder = tmp_path / "workspace"
    shutil.copytree(HERE / "workspaces" / workspace_of(text), folder)
    with contextlib.chdir(folder):
        yield text, folder


@pytest.mark.parametrize("prepared", TRANSCRIPTS, ids=lambda path: path.stem, indirect=True)
def test_transcript(prepared: tuple[str, Path], now: datetime) -> None:
    text, folder = prepared
    for step in steps(text):
        argv = shlex.split(step.command)[1:]
        assert_same(shown(run_here(argv, now), folder), step.expected)


@pytest.mark.parametrize("prepared", TRANSCRIPTS, ids=lambda path: path.stem, indirect=True)
def test_first_step_as_a_real_process(prepared: tuple[str, Path]) -> None:
    text, folder = prepared
    step = next(steps(text))
    argv = shlex.split(step.command)[1:]
    assert_same(shown(run_as_process(argv), folder), step.expected)
