"""What becomes of a command whose standard streams are closed, full, or of another encoding."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_transcripts import HERE

HEIRBOOK = (sys.executable, "-m", "heirbook")
FULL = Path("/dev/full")


@pytest.fixture
def river(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    shutil.copytree(HERE / "workspaces" / "river", folder)
    return folder


@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["at the end", "at the first line"])
def test_a_reader_that_goes_away_is_no_bug(unbuffered: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(
            [*HEIRBOOK, "schema", "fleet"],
            stdout=pipe,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            check=False,
        )
    assert (done.returncode, done.stderr) == (74, b"")


@pytest.mark.parametrize("argv", [("schema", "fleet"), ("--help",)], ids=" ".join)
def test_a_full_disk_behind_stdout_is_an_output_error(argv: tuple[str, ...]) -> None:
    with FULL.open("wb") as full:
        done = subprocess.run(
            [*HEIRBOOK, *argv], stdout=full, stderr=subprocess.PIPE, check=False, text=True
        )
    assert done.returncode == 74
    assert done.stderr.splitlines() == [
        "heirbook: error: cannot write 'stdout': no space left on device",
        "heirbook: hint: free some space and run it again",
    ]


def test_a_closed_stderr_neither_breaks_the_run_nor_reaches_stdout(river: Path) -> None:
    line = 'exec "$@" 2>&- <&-'
    argv = ["sh", "-c", line, "sh", *HEIRBOOK, "-C", str(river), "collect", "--json"]
    done = subprocess.run(argv, stdout=subprocess.PIPE, check=False)
    assert done.returncode == 0
    assert json.loads(done.stdout)["coverage"]["asked"]


def test_what_the_terminal_cannot_print_is_escaped(tmp_path: Path) -> None:
    done = subprocess.run(
        [*HEIRBOOK, "init", "ž"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        env={**os.environ, "HOME": str(tmp_path), "PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert done.returncode == 0
    assert b"\\u017e: " in done.stdout


def test_help_loads_no_command() -> None:
    program = (
        "import sys; from datetime import UTC, datetime; from heirbook.cli.main import main;"
        " main(['--help'], datetime.now(UTC), {});"
        " heavy = {'pydantic', 'paramiko', 'mkdocs', 'rich'} & set(sys.modules);"
        " sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Ask what is due of every source" in done.stdout


def test_without_a_command_the_help_is_shown_and_the_usage_is_wrong() -> None:
    done = subprocess.run(HEIRBOOK, capture_output=True, check=False, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Usage: heirbook [OPTIONS] COMMAND")
    assert "heirbook: error" not in done.stderr
