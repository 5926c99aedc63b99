"""The lock: one run at a time, freed by a kill, never written through a link."""

import os
import stat
import subprocess
import sys
import textwrap
import time
from datetime import datetime
from pathlib import Path

import pytest

from heirbook.errors import LockedError, PolicyError, WorkspaceError
from heirbook.lock import lock
from heirbook.workspace import Workspace

HOLDER = """
    import sys, time
    from datetime import UTC, datetime
    from pathlib import Path
    from heirbook.lock import lock
    from heirbook.workspace import Workspace

    with lock(Workspace(Path(sys.argv[1])), datetime(2026, 11, 20, 2, 10, 7, tzinfo=UTC)):
        print("held", flush=True)
        time.sleep(30)
"""


def holder(root: Path) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLDER), root], stdout=subprocess.PIPE
    )
    assert process.stdout
    assert process.stdout.readline() == b"held\n"
    return process


def test_a_second_run_is_refused_at_once_and_told_who_holds_it(
    tmp_path: Path, now: datetime
) -> None:
    process = holder(tmp_path)
    try:
        started_s = time.monotonic()
        with pytest.raises(LockedError) as caught, lock(Workspace(tmp_path), now):
            pass
        assert time.monotonic() - started_s < 1
        assert f"pid {process.pid} on {os.uname().nodename}" in caught.value.message
        assert caught.value.exit_code == 75
    finally:
        process.kill()
        process.communicate()


def test_a_killed_run_frees_the_lock_and_its_leftovers_go(tmp_path: Path, now: datetime) -> None:
    process = holder(tmp_path)
    process.kill()
    process.communicate()
    leftover = tmp_path / ".heirbook/staging/0badc0de/inventory"
    leftover.mkdir(parents=True)
    (leftover / "half.json").write_bytes(b"{")
    with lock(Workspace(tmp_path), now):
        assert list((tmp_path / ".heirbook/staging").iterdir()) == []


def test_a_run_that_ended_frees_the_lock(tmp_path: Path, now: datetime) -> None:
    for _ in range(2):
        with lock(Workspace(tmp_path), now):
            text = (tmp_path / ".heirbook/lock").read_text()
            assert text.endswith(" since 2026-11-20T02:10:07Z\n")


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_local_state_is_for_its_owner_alone(tmp_path: Path, now: datetime, umask: int) -> None:
    before = os.umask(umask)
    try:
        with lock(Workspace(tmp_path), now):
            pass
    finally:
        os.umask(before)
    state = tmp_path / ".heirbook"
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (state, state / "lock")]
    assert modes == [0o700, 0o600]


def test_a_planted_link_as_lock_is_refused_and_its_victim_untouched(
    tmp_path: Path, now: datetime
) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    (tmp_path / ".heirbook").mkdir(mode=0o700)
    (tmp_path / ".heirbook/lock").symlink_to(victim)
    with pytest.raises(WorkspaceError, match="link"), lock(Workspace(tmp_path), now):
        pass
    assert victim.read_bytes() == b"mine"


def test_a_pipe_as_lock_is_refused(tmp_path: Path, now: datetime) -> None:
    (tmp_path / ".heirbook").mkdir(mode=0o700)
    os.mkfifo(tmp_path / ".heirbook/lock")
    with pytest.raises(WorkspaceError, match="plain file"), lock(Workspace(tmp_path), now):
        pass


def test_linked_staging_is_refused_and_its_victim_untouched(tmp_path: Path, now: datetime) -> None:
    (tmp_path / "victim/kept").mkdir(parents=True)
    (tmp_path / ".heirbook").mkdir(mode=0o700)
    (tmp_path / ".heirbook/staging").symlink_to(tmp_path / "victim")
    with pytest.raises(WorkspaceError, match="link"), lock(Workspace(tmp_path), now):
        pass
    assert (tmp_path / "victim/kept").is_dir()


def test_a_state_folder_open_to_others_is_refused(tmp_path: Path, now: datetime) -> None:
    (tmp_path / ".heirbook").mkdir()
    (tmp_path / ".heirbook").chmod(0o750)
    with pytest.raises(WorkspaceError) as caught, lock(Workspace(tmp_path), now):
        pass
    assert caught.value.hint == f"chmod -R go= '{tmp_path / '.heirbook'}'"


def test_a_text_in_the_lock_that_we_did_not_write_is_not_shown(
    tmp_path: Path, now: datetime
) -> None:
    process = holder(tmp_path)
    try:
        (tmp_path / ".heirbook/lock").write_bytes(b"\x1b[2Jpwned")
        with pytest.raises(LockedError) as caught, lock(Workspace(tmp_path), now):
            pass
        assert "pwned" not in caught.value.message
    finally:
        process.kill()
        process.communicate()


def test_local_state_that_git_tracks_is_refused(tmp_path: Path, now: datetime) -> None:
    (tmp_path / ".heirbook").mkdir(mode=0o700)
    (tmp_path / ".heirbook/denylist").write_bytes(b"")
    for arguments in (("init", "-q"), ("add", "-f", ".heirbook/denylist")):
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True)
    with pytest.raises(PolicyError) as caught, lock(Workspace(tmp_path), now):
        pass
    assert caught.value.exit_code == 5
    subprocess.run(["git", "rm", "-q", "--cached", ".heirbook/denylist"], cwd=tmp_path, check=True)
    with lock(Workspace(tmp_path), now):
        pass
