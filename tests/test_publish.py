"""The write path: staging, modes, targets, full disks, kills."""

import os
import resource
import signal
import stat
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from heirbook.errors import GateError, OutputError, WorkspaceError
from heirbook.publish import PAGE_FILE, output_staging, workspace_staging
from heirbook.workspace import Workspace
from tests.real_parts import need_root

SNAPSHOT = "inventory/snapshots/server/upe.json"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    root = tmp_path / "river"
    (root / ".heirbook").mkdir(parents=True, mode=0o700)
    (root / "inventory").mkdir(mode=0o755)
    (root / ".heirbook").chmod(0o700)
    return Workspace(root)


def put(workspace: Workspace, content: bytes, relative: str = SNAPSHOT) -> None:
    with workspace_staging(workspace) as staging:
        staging.write(relative, content)
        staging.publish(None)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def test_what_is_published_stands_at_its_place_and_staging_is_gone(workspace: Workspace) -> None:
    put(workspace, b"one")
    put(workspace, b"two")
    assert workspace.path(SNAPSHOT).read_bytes() == b"two"
    assert list((workspace.state / "staging").iterdir()) == []


def test_nothing_stands_at_its_place_before_publish(workspace: Workspace) -> None:
    with workspace_staging(workspace) as staging:
        staging.write(SNAPSHOT, b"one")
        assert not workspace.path(SNAPSHOT).exists()
        staged = staging.folder / SNAPSHOT
        assert (mode(staged), mode(staging.folder)) == (0o600, 0o700)
    assert not workspace.path(SNAPSHOT).exists()


def test_publish_returns_the_paths_sorted(workspace: Workspace) -> None:
    with workspace_staging(workspace) as staging:
        staging.write("inventory/b.json", b"")
        staging.write("inventory/a.json", b"")
        assert staging.publish(None) == ("inventory/a.json", "inventory/b.json")


def test_a_refusing_gate_sees_every_file_and_nothing_is_published(workspace: Workspace) -> None:
    seen: list[bytes] = []

    def gate(folder: Path) -> None:
        seen.extend(path.read_bytes() for path in folder.rglob("*.json"))
        message = "looks like a secret"
        raise GateError(message)

    with workspace_staging(workspace) as staging:
        staging.write(SNAPSHOT, b"one")
        with pytest.raises(GateError):
            staging.publish(gate)
    assert seen == [b"one"]
    assert not workspace.path("inventory/snapshots").exists()


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_modes_do_not_depend_on_the_umask(workspace: Workspace, umask: int) -> None:
    before = os.umask(umask)
    try:
        with workspace_staging(workspace) as staging:
            staging.write(SNAPSHOT, b"{}")
            staging.write("book/2026-11-20/guide/index.html", b"page", PAGE_FILE)
            staging.write("book/versions.json", b"[]", PAGE_FILE)
            staging.publish(None, whole=("book/2026-11-20",), last=("book/versions.json",))
    finally:
        os.umask(before)
    assert mode(workspace.path(SNAPSHOT)) == 0o640
    for folder in ("book", "book/2026-11-20", "book/2026-11-20/guide"):
        assert mode(workspace.path(folder)) == 0o755
    for page in ("book/2026-11-20/guide/index.html", "book/versions.json"):
        assert mode(workspace.path(page)) == 0o644


def test_a_whole_folder_is_moved_before_the_pointer(workspace: Workspace) -> None:
    with workspace_staging(workspace) as staging:
        staging.write("book/versions.json", b"[]", PAGE_FILE)
        staging.write("book/one/index.html", b"page", PAGE_FILE)
        workspace.path("book/one").mkdir(parents=True)
        workspace.path("book/one/old.html").write_bytes(b"old")
        with pytest.raises(OutputError):
            staging.publish(None, whole=("book/one",), last=("book/versions.json",))
    assert not workspace.path("book/versions.json").exists()
    assert workspace.path("book/one/old.html").read_bytes() == b"old"


def test_a_path_that_leads_out_is_a_bug_and_writes_nothing(workspace: Workspace) -> None:
    with workspace_staging(workspace) as staging:
        for path in ("../out", "/tmp/out", "inventory/../../out"):  # noqa: S108  never written
            with pytest.raises(ValueError, match="relative"):
                staging.write(path, b"")


def test_a_linked_target_is_refused_and_its_victim_untouched(
    workspace: Workspace, tmp_path: Path
) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    workspace.path(SNAPSHOT).parent.mkdir(parents=True)
    workspace.path(SNAPSHOT).symlink_to(victim)
    with workspace_staging(workspace) as staging:
        staging.write("inventory/findings.json", b"new")
        staging.write(SNAPSHOT, b"new")
        with pytest.raises(WorkspaceError, match="is a link"):
            staging.publish(None)
    assert victim.read_bytes() == b"mine"
    assert not workspace.path("inventory/findings.json").exists()


def test_a_linked_folder_on_the_way_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    workspace.path("inventory/snapshots").symlink_to(tmp_path / "elsewhere")
    with workspace_staging(workspace) as staging:
        with pytest.raises(WorkspaceError, match="link"):
            staging.require("inventory/snapshots")
        staging.write(SNAPSHOT, b"new")
        with pytest.raises(WorkspaceError, match="link"):
            staging.publish(None)
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.root
def test_a_file_of_another_user_is_refused(workspace: Workspace) -> None:
    need_root()
    put(workspace, b"old")
    os.chown(workspace.path(SNAPSHOT), 65534, 65534)
    with pytest.raises(WorkspaceError, match="another user"):
        put(workspace, b"new")
    assert workspace.path(SNAPSHOT).read_bytes() == b"old"


def link(folder: Path) -> None:
    victim = folder.with_name("victim")
    victim.mkdir()
    folder.symlink_to(victim)


def world_writable(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o777)


def foreign(folder: Path) -> None:
    need_root()
    folder.mkdir()
    os.chown(folder, 65534, 65534)


@pytest.mark.parametrize(
    "prepare", [link, world_writable, pytest.param(foreign, marks=pytest.mark.root)]
)
def test_an_unsafe_output_folder_is_refused(tmp_path: Path, prepare: object) -> None:
    out = tmp_path / "out"
    assert callable(prepare)
    prepare(out)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(WorkspaceError), output_staging(out):
        pass
    assert sorted(tmp_path.rglob("*")) == before


def test_an_output_folder_is_filled_beside_its_own_files(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (tmp_path / ".out.heirbook-0badc0de/half").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path)
    with output_staging(tmp_path / "link" / "out") as staging:
        assert staging.folder.parent == tmp_path
        staging.write("guide/index.md", b"page", PAGE_FILE)
        staging.publish(None)
    assert (out / "guide/index.md").read_bytes() == b"page"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "out"]


@pytest.mark.root
def test_another_file_system_is_refused_before_work(small_disk: Path) -> None:
    with pytest.raises(WorkspaceError, match="file system"), output_staging(small_disk):
        pass
    assert [path.name for path in small_disk.parent.iterdir()] == [small_disk.name]


@pytest.mark.root
def test_a_folder_on_another_file_system_is_refused_before_work(
    workspace: Workspace, small_disk: Path
) -> None:
    folder = workspace.path("inventory/snapshots")
    folder.mkdir()
    subprocess.run(["mount", "--bind", small_disk, folder], check=True)
    try:
        with workspace_staging(workspace) as staging:
            with pytest.raises(WorkspaceError, match="file system"):
                staging.require("inventory/snapshots", "inventory/readings")
            staging.write(SNAPSHOT, b"new")
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.root
def test_a_full_disk_leaves_the_old_state(small_disk: Path) -> None:
    workspace = Workspace(small_disk)
    workspace.state.mkdir(mode=0o700)
    put(workspace, b"old" * 1000)
    with pytest.raises(OutputError, match="no space left") as caught:
        put(workspace, b"x" * (2 << 20))
    assert caught.value.hint
    assert workspace.path(SNAPSHOT).read_bytes() == b"old" * 1000
    assert list((workspace.state / "staging").iterdir()) == []
    put(workspace, b"new")
    assert workspace.path(SNAPSHOT).read_bytes() == b"new"


@pytest.mark.root
def test_a_read_only_disk_is_an_output_error(small_disk: Path) -> None:
    workspace = Workspace(small_disk)
    workspace.state.mkdir(mode=0o700)
    put(workspace, b"old")
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(OutputError, match="read-only"):
        put(workspace, b"new")
    assert workspace.path(SNAPSHOT).read_bytes() == b"old"


def test_a_limit_on_file_sizes_leaves_the_old_state(workspace: Workspace) -> None:
    put(workspace, b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(OutputError, match="file too large"):
            put(workspace, b"x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert workspace.path(SNAPSHOT).read_bytes() == b"old"
    assert list((workspace.state / "staging").iterdir()) == []


WRITER = """
    import sys
    from datetime import UTC, datetime
    from pathlib import Path
    from heirbook.publish import lock, workspace_staging
    from heirbook.workspace import Workspace

    workspace = Workspace(Path(sys.argv[1]))
    for number in range(int(sys.argv[2]), 10**9):
        with lock(workspace, datetime(2026, 11, 20, tzinfo=UTC)):
            with workspace_staging(workspace) as staging:
                for name in ("a", "b", "c"):
                    staging.write(f"inventory/{name}.json", (str(number) + ",").encode() * 5000)
                staging.publish(None)
        print(number, flush=True)
"""


def kill_repeatedly(workspace: Workspace, times: int) -> None:
    """Kill a writer at scattered moments; every file is whole each time, and the next run heals."""
    for attempt in range(times):
        writer = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(WRITER), workspace.root, str(attempt * 1000)],
            stdout=subprocess.PIPE,
        )
        assert writer.stdout
        writer.stdout.readline()
        time.sleep(0.02 * (attempt * 0.618 % 1))
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        for path in (workspace.root / "inventory").glob("*.json"):
            numbers = path.read_bytes().split(b",")
            assert len(numbers) == 5001
            assert len(set(numbers[:-1])) == 1


def test_a_kill_at_any_moment_leaves_whole_files(workspace: Workspace) -> None:
    kill_repeatedly(workspace, 30)
    final = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WRITER), workspace.root, "1"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert final.stdout
    assert final.stdout.readline() == "1\n"
    final.terminate()
    final.communicate()


@pytest.mark.slow
def test_two_hundred_kills_leave_whole_files(workspace: Workspace) -> None:
    kill_repeatedly(workspace, 200)


def test_a_signal_during_the_moves_waits_until_all_are_done(workspace: Workspace) -> None:
    with workspace_staging(workspace) as staging:
        for number in range(50):
            staging.write(f"inventory/{number}.json", b"{}")

        def gate(_: Path) -> None:
            signal.setitimer(signal.ITIMER_REAL, 0.001)

        received: list[int] = []
        before = signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
        terminated = signal.signal(signal.SIGTERM, lambda number, _: received.append(number))
        try:
            staging.publish(gate)
            time.sleep(0.01)
        finally:
            signal.signal(signal.SIGALRM, before)
            signal.signal(signal.SIGTERM, terminated)
    assert received == [signal.SIGTERM]
    assert len(list((workspace.root / "inventory").iterdir())) == 50


def test_staging_of_an_interrupted_run_is_removed(workspace: Workspace) -> None:
    staging = workspace_staging(workspace)

    def interrupted() -> None:
        with staging:
            staging.write(SNAPSHOT, b"")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not staging.folder.exists()
