"""The assembled script runs under every shell and account, writes nothing, and is well formed."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from heirbook.collectors.frames import Frames, parse_frames
from heirbook.collectors.script import assemble, exec_line, installed_script, shorten
from tests.collectors.framed import EVAL, NOBODY, NONCE, SHELLS, UNITS, Printed, run_script
from tests.real_parts import need, need_root

SCRIPT = assemble(tuple(UNITS.values()))

# Codes of shellcheck that do not apply, each with its reason; any other finding fails.
ACCEPTED = {
    "SC1010": "`sec done true`: done is a name here",
    "SC2015": "A && B || C: C is meant to run when B fails too",
    "SC2016": "awk programs and Go templates stand in single quotes",
    "SC2034": "a word that only some sections use",
    "SC2046": "words to become root, and lists of options, are split on purpose",
    "SC2086": "words to become root, and lists of options, are split on purpose",
    "SC2231": "paths of globs come from our own lists",
}
UNTOUCHED = ("/etc", "/var/lib", "/var/cache")
FOREIGN = ("/var/lib/containers", "/var/lib/systemd")
"""What podman locks while it lists, and what a live system writes by itself."""


@dataclass(frozen=True)
class Run:
    """One run of everything, and which files it left changed."""

    printed: Printed
    frames: Frames
    written: set[str]


@cache
def whole_run(shell: tuple[str, ...], become: tuple[str, ...]) -> Run:
    """Return the run of all sections under this shell and account, in an empty home folder."""
    with tempfile.TemporaryDirectory() as folder:
        home, mark = Path(folder, "home"), Path(folder, "mark")
        Path(folder).chmod(0o755)
        home.mkdir()
        home.chmod(0o777)
        set_mark(mark)
        printed = run_script(SCRIPT, shell, become, str(home))
        written = newer(mark) | {str(path) for path in home.rglob("*")}
    return Run(printed, parse_frames(printed.stdout, printed.stderr, NONCE), written)


def set_mark(mark: Path) -> None:
    """Make a file a little older than now: time stamps of files are coarse."""
    mark.touch()
    moment = mark.stat().st_mtime - 0.05
    os.utime(mark, (moment, moment))


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest) -> tuple[str, ...]:
    words = SHELLS[request.param]
    need(words[0])
    return words


@pytest.fixture(params=["own", "nobody"])
def become(request: pytest.FixtureRequest) -> Iterator[tuple[str, ...]]:
    if request.param == "nobody":
        need_root()
        need("setpriv")
        yield NOBODY
    else:
        yield ()


def newer(mark: Path) -> set[str]:
    """Return the files below the watched folders that changed after the mark."""
    roots = [root for root in UNTOUCHED if Path(root).is_dir()]
    found = subprocess.run(
        ["find", *roots, "-xdev", "-type", "f", "-newer", str(mark)],
        capture_output=True,
        check=False,
        text=True,
    )
    return {path for path in found.stdout.splitlines() if not path.startswith(FOREIGN)}


def test_it_ends_well_with_every_section_under_each_shell_and_account(
    shell: tuple[str, ...], become: tuple[str, ...]
) -> None:
    run = whole_run(shell, become)
    assert run.printed.status == 0
    assert run.frames.final
    assert run.frames.noise_bytes == 0
    assert set(run.frames.sections) == set(UNITS)
    assert [name for name, section in run.frames.sections.items() if section.broken] == []


def test_no_section_spills_a_shell_error(shell: tuple[str, ...], become: tuple[str, ...]) -> None:
    complaints = (b"not found", b"syntax error", b"unexpected", b"bad substitution", b"illegal")
    lines = whole_run(shell, become).printed.stderr.splitlines()
    assert [line for line in lines if any(c in line for c in complaints)] == []


def test_it_writes_nothing(shell: tuple[str, ...], become: tuple[str, ...]) -> None:
    assert whole_run(shell, become).written == set()


def test_the_watch_for_written_files_sees_one(tmp_path: Path) -> None:
    need_root()
    mark = tmp_path / "mark"
    set_mark(mark)
    written = Path("/var/cache/heirbook-was-here")
    run_script(f"echo x >{written}\n", SHELLS["dash"])
    try:
        assert str(written) in newer(mark)
    finally:
        written.unlink()


def test_the_exec_line_runs_the_script_in_any_login_shell() -> None:
    done = subprocess.run(
        ["bash", "-c", exec_line(NONCE)],
        input=assemble((UNITS["uname"],)).encode(),
        capture_output=True,
        check=False,
    )
    frames = parse_frames(done.stdout, done.stderr, NONCE)
    assert frames.final
    assert bytes(frames.sections["uname"].parts[""].content).startswith(b"Linux ")


@pytest.mark.parametrize(
    "nonce", ["", "0" * 31, "0" * 33, "A" * 32, "0" * 31 + "'", "0" * 32 + "\n"]
)
def test_only_a_nonce_gets_into_the_exec_line(nonce: str) -> None:
    with pytest.raises(ValueError, match="32 hex digits"):
        exec_line(nonce)


def test_cheap_sections_come_first() -> None:
    sections = whole_run(SHELLS["dash"], ()).frames.sections
    order = [UNITS[name].value.order for name in sections]
    assert order == sorted(order)
    assert next(iter(sections)) == "meta"


def test_settings_are_data_and_never_code(tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    script = assemble((), settings=[f"file\t/etc/x'; touch {trap}; '\t1\t$(touch {trap})"])
    run_script(script, SHELLS["dash"])
    assert not trap.exists()


def test_what_may_be_asked_deeper_is_data_and_never_code(tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    script = assemble((), deep={f"x'; touch {trap}; '$(touch {trap})"})
    run_script(script, SHELLS["dash"])
    assert not trap.exists()


def test_a_section_that_is_not_asked_is_not_sent() -> None:
    script = assemble((UNITS["uname"],))
    assert "uname -srm" in script
    assert "/etc/os-release" not in script
    assert len(script) < len(SCRIPT) / 2


def test_it_is_short_and_without_comments() -> None:
    assert len(SCRIPT) < 96 * 1024
    assert [line for line in SCRIPT.splitlines() if line.startswith((" ", "#"))] == []


def test_shortening_changes_nothing_that_is_printed() -> None:
    text = "a() {\n    # why\n    printf '%s\\n' 'x  y'\n\n}\na\n"
    assert shorten(text) == "a() {\nprintf '%s\\n' 'x  y'\n}\na\n"


def test_become_none_asks_for_no_rights() -> None:
    need_root()
    need("setpriv")
    script = assemble((UNITS["meta"],), become="none")
    assert b"priv=user" in run_script(script, SHELLS["dash"], NOBODY).stdout


def test_become_sudo_goes_through_sudo(tmp_path: Path) -> None:
    need_root()
    need("setpriv")
    tmp_path.chmod(0o755)
    sudo = tmp_path / "sudo"
    sudo.write_text('#!/bin/sh\nprintf "asked\\n" >&2; exec "$2" "$3" "$4"\n')
    sudo.chmod(0o755)
    for folder in list(tmp_path.parents)[:3]:
        folder.chmod(folder.stat().st_mode | 0o011)
    script = f"PATH={tmp_path}:$PATH\n" + assemble((UNITS["meta"],)) + "prun 5 true\n"
    printed = run_script(script, SHELLS["dash"], NOBODY)
    assert b"priv=sudo" in printed.stdout
    assert b"asked" in printed.stderr


@pytest.mark.parametrize("line", ["", "xyz", "0" * 31, "0" * 31 + "X", "; id"])
def test_the_installed_script_refuses_a_wrong_nonce(line: str) -> None:
    done = subprocess.run(
        ["sh", "-c", installed_script((UNITS["uname"],))],
        input=f"{line}\n".encode(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"")


def test_the_installed_script_reads_its_nonce() -> None:
    done = subprocess.run(
        ["sh", "-c", installed_script((UNITS["uname"],))],
        input=f"{NONCE}\n".encode(),
        capture_output=True,
        check=False,
    )
    assert parse_frames(done.stdout, done.stderr, NONCE).final


@pytest.mark.parametrize("name", UNITS)
def test_each_section_is_posix_shell(name: str) -> None:
    need("dash")
    done = subprocess.run(["dash", "-n"], input=UNITS[name].value.script.encode(), check=False)
    assert done.returncode == 0


def test_shellcheck_finds_nothing_else() -> None:
    (shellcheck,) = need("shellcheck")
    done = subprocess.run(
        [shellcheck, "-s", "sh", "-f", "json", "-"],
        input=SCRIPT.encode(),
        capture_output=True,
        check=False,
    )
    lines = SCRIPT.splitlines()
    findings = {
        f"SC{found['code']} {found['message']}: {lines[found['line'] - 1]}"
        for found in json.loads(done.stdout)
        if f"SC{found['code']}" not in ACCEPTED
    }
    assert findings == set()


def test_the_evaluated_text_stays_out_of_the_process_list() -> None:
    """The login shell and `ps` see the same short line, whatever the sections are."""
    assert exec_line(NONCE) == f"exec sh -c '{EVAL}' heirbook {NONCE}"


def test_children_cannot_eat_the_script() -> None:
    printed: Printed = run_script(assemble(()) + "cat\nprintf after\n", SHELLS["dash"])
    assert printed.stdout.endswith(b"after")
