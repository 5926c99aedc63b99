"""Programs are started one way: no shell, given environment, a deadline that holds, caps."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from heirbook import child

ENVIRONMENT = child.minimal_environment({"PATH": os.defpath, "HOME": "/", "TOKEN": "canary-7f3a"})


def shell(line: str, timeout_s: float = 10, **more: int) -> child.ChildResult:
    """Return what a line of shell gave; the line is an argument of sh, not of ours."""
    return child.run(
        ["sh", "-c", line],
        timeout_s=timeout_s,
        environment=ENVIRONMENT,
        stdout_cap_bytes=more.get("stdout_cap_bytes", child.STDOUT_CAP_BYTES),
        stderr_cap_bytes=more.get("stderr_cap_bytes", child.STDERR_CAP_BYTES),
    )


def test_status_and_both_streams_come_back() -> None:
    got = shell("echo out; echo err >&2; exit 3")
    assert (got.exit_status, got.stdout, got.stderr, got.cut) == (3, b"out\n", b"err\n", None)


def test_arguments_meet_no_shell() -> None:
    got = child.run(["echo", "$HOME; id"], timeout_s=10, environment=ENVIRONMENT)
    assert got.stdout == b"$HOME; id\n"


def test_the_child_sees_only_the_environment_it_is_given() -> None:
    got = child.run(["env"], timeout_s=10, environment=ENVIRONMENT)
    names = {line.split("=")[0] for line in got.stdout.decode().splitlines()}
    assert names == {"PATH", "HOME", "LC_ALL"}
    assert b"canary" not in got.stdout


def test_more_variables_pass_only_by_name() -> None:
    environ = {"HOME": "/h", "KUBECONFIG": "/k", "TOKEN": "canary-7f3a", "LC_ALL": "lt_LT"}
    got = child.minimal_environment(environ, "KUBECONFIG", "NOT_SET")
    assert {name: got[name] for name in ("HOME", "KUBECONFIG", "LC_ALL")} == {
        "HOME": "/h",
        "KUBECONFIG": "/k",
        "LC_ALL": "C",
    }
    assert set(got) == {"PATH", "HOME", "KUBECONFIG", "LC_ALL"}
    assert "/usr/bin" in got["PATH"]


def test_megabytes_go_in_and_come_out() -> None:
    sent = b"x" * 5_000_000
    got = child.run(["cat"], timeout_s=20, environment=ENVIRONMENT, stdin=sent)
    assert got.stdout == sent


def test_a_child_that_does_not_read_its_input_is_no_failure() -> None:
    got = child.run(["true"], timeout_s=10, environment=ENVIRONMENT, stdin=b"x" * 5_000_000)
    assert (got.exit_status, got.cut) == (0, None)


def test_it_runs_in_the_folder_asked_for(tmp_path: Path) -> None:
    got = child.run(["pwd"], timeout_s=10, environment=ENVIRONMENT, cwd=tmp_path)
    assert got.stdout.decode().strip() == str(tmp_path.resolve())


def test_a_missing_folder_is_not_a_missing_program(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        child.run(["true"], timeout_s=10, environment=ENVIRONMENT, cwd=tmp_path / "none")


def test_a_missing_program_is_named_with_the_next_step() -> None:
    with pytest.raises(child.ProgramMissingError) as caught:
        child.run(["no-such-program"], timeout_s=10, environment=ENVIRONMENT)
    assert caught.value.program == "no-such-program"
    assert caught.value.hint == "install 'no-such-program'"


def test_the_deadline_kills_grandchildren_and_keeps_what_was_said(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    started = time.monotonic()
    got = shell(f"sh -c 'echo $$ > {pid_file}; exec sleep 60' & echo said; wait", timeout_s=0.5)
    assert (got.cut, got.exit_status, got.stdout) == ("deadline", None, b"said\n")
    assert time.monotonic() - started < 3
    assert is_gone(int(pid_file.read_text()))


def test_a_child_that_closed_its_output_still_meets_the_deadline() -> None:
    started = time.monotonic()
    got = shell("exec >&- 2>&-; sleep 60", timeout_s=0.5)
    assert got.cut == "deadline"
    assert time.monotonic() - started < 3


@pytest.mark.parametrize("start", ["sleep 60 &", "setsid sleep 60 &"], ids=["same group", "own"])
def test_a_grandchild_that_keeps_the_output_open_blocks_nobody(start: str) -> None:
    started = time.monotonic()
    got = shell(f"{start} echo said; exit 4", timeout_s=30)
    assert (got.exit_status, got.stdout, got.cut) == (4, b"said\n", None)
    assert time.monotonic() - started < 3


def test_endless_output_ends_at_the_cap() -> None:
    started = time.monotonic()
    got = shell("cat /dev/zero", stdout_cap_bytes=1_000_000)
    assert (got.cut, len(got.stdout), got.exit_status) == ("output_cap", 1_000_000, None)
    assert time.monotonic() - started < 3


def test_errors_beyond_the_cap_are_counted_not_kept() -> None:
    got = shell("head -c 300000 /dev/zero >&2; echo whole", stderr_cap_bytes=1000)
    assert (got.stdout, len(got.stderr), got.stderr_dropped_bytes) == (b"whole\n", 1000, 299_000)


def test_a_signal_is_a_negative_status() -> None:
    assert shell("kill -9 $$").exit_status == -9


def test_it_has_no_terminal_to_ask_on() -> None:
    assert shell("exec 3<>/dev/tty").exit_status != 0


def test_all_running_programs_end_at_once_when_told_to() -> None:
    started = time.monotonic()
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(shell, "echo said; sleep 60", 30.0) for _ in range(2)]
        time.sleep(0.5)
        child.kill_all()
        assert [run.result().exit_status for run in runs] == [-9, -9]
    assert time.monotonic() - started < 5


def is_gone(pid: int) -> bool:
    """Return whether a process has ended, waiting a moment for it."""
    for _ in range(40):
        status = Path(f"/proc/{pid}/stat")
        if not status.exists() or status.read_text("utf-8").rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_a_program_beside_a_block_ends_with_it_and_with_its_children(tmp_path: Path) -> None:
    note = tmp_path / "children"
    line = f"sleep 300 & echo $! > {note}.new && mv {note}.new {note}; wait"
    argv = ["sh", "-c", line]
    with child.beside(argv, timeout_s=0, environment=ENVIRONMENT, cwd=tmp_path) as runs:
        ends = time.monotonic() + 20
        while not note.exists() and time.monotonic() < ends:
            time.sleep(0.01)
        assert runs()
    assert not runs()
    status = Path(f"/proc/{note.read_text('ascii').strip()}/status")
    ends = time.monotonic() + 20
    while status.exists() and "zombie" not in status.read_text("ascii") and time.monotonic() < ends:
        time.sleep(0.01)
    assert not status.exists() or "zombie" in status.read_text("ascii")
