"""P01 to P04: modes of everything that is written, and places that are refused."""

import os
import shutil
import stat
from pathlib import Path

import pytest

from tests.faults.bench import RECORDED, Bench
from tests.faults.silence import silent_port
from tests.real_parts import need_root


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def assert_refused(bench: Bench, *argv: str, words: str, code: int = 2) -> None:
    """Fail unless the command is refused in at most three lines that say what to do."""
    ran = bench.run(*argv)
    assert ran.code == code, ran.err
    lines = [line for line in ran.err.splitlines() if not line.startswith("collect: ")]
    assert 2 <= len(lines) <= 3
    assert any(words in line for line in lines)
    assert lines[-1].startswith("heirbook: hint: ")


@pytest.mark.slow
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077], ids=["000", "022", "077"])
def test_modes_are_the_same_under_any_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        bench = Bench(tmp_path)
        bench.root.chmod(0o755)
        bench.declare({"upe": RECORDED})
        for folder in ("inventory", "collectors"):
            (bench.root / folder).chmod(0o755)
        bench.commit_all()
        assert bench.run("collect", "--commit").code == 0
        assert bench.run("build").code == 0
    finally:
        os.umask(before)
    state = bench.root / ".heirbook"
    assert mode(state) == 0o700
    assert {mode(path) for path in state.rglob("*") if path.is_dir()} <= {0o700}
    assert {mode(path) for path in state.rglob("*") if path.is_file()} == {0o600}
    for name in ("snapshots/server/upe.json", "readings/server/upe.jsonl"):
        assert mode(bench.root / "inventory" / name) == 0o640
    book = bench.root / "book"
    assert {mode(path) for path in (book, *book.rglob("*")) if path.is_dir()} == {0o755}
    assert {mode(path) for path in book.rglob("*") if path.is_file()} == {0o644}


@pytest.mark.parametrize("bits", [0o640, 0o604, 0o660])
def test_a_key_that_others_may_read_is_not_used(bench: Bench, bits: int) -> None:
    bench.identity.chmod(bits)
    with silent_port() as (port, listener):
        listener.settimeout(0)
        bench.declare({"upe": {"port": port}})
        assert_refused(bench, "collect", words="can be read by others")
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.mark.parametrize("name", ["inventory/snapshots", "inventory/readings"])
def test_a_folder_of_facts_that_is_a_link_is_refused(
    bench: Bench, tmp_path: Path, name: str
) -> None:
    victim = tmp_path / "victim"
    victim.mkdir()
    (victim / "precious").write_text("mine")
    shutil.rmtree(bench.root / name)
    (bench.root / name).symlink_to(victim)
    ran = bench.run("collect")
    assert ran.code == 2
    assert len(ran.err.splitlines()) <= 3
    assert [path.name for path in victim.iterdir()] == ["precious"]


def test_a_book_that_is_a_link_is_refused(bench: Bench, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.mkdir()
    (bench.root / "book").symlink_to(victim)
    assert_refused(bench, "build", words="is a link")
    assert list(victim.iterdir()) == []


def test_a_book_that_everybody_may_write_to_is_refused(bench: Bench) -> None:
    (bench.root / "book").mkdir()
    (bench.root / "book").chmod(0o777)
    assert_refused(bench, "build", words="everybody may write to")
    assert list((bench.root / "book").iterdir()) == []


@pytest.mark.root
@pytest.mark.parametrize("name", ["book", "inventory/snapshots"])
def test_a_folder_of_another_user_is_refused(bench: Bench, name: str) -> None:
    need_root()
    folder = bench.root / name
    folder.mkdir(exist_ok=True)
    os.chown(folder, 65534, 65534)
    command = "build" if name == "book" else "collect"
    assert_refused(bench, command, words="belongs to another user")


@pytest.mark.parametrize("argv", [("render", "--out"), ("collect", "--record")], ids="-".join)
def test_an_output_folder_that_is_a_link_is_refused(
    bench: Bench, tmp_path: Path, argv: tuple[str, str]
) -> None:
    victim = tmp_path / "victim"
    victim.mkdir()
    (tmp_path / "out").symlink_to(victim)
    assert_refused(bench, *argv, str(tmp_path / "out"), words="is a link")
    assert list(victim.iterdir()) == []


@pytest.mark.parametrize("command", ["collect", "build"])
def test_local_state_in_git_is_refused(bench: Bench, command: str) -> None:
    bench.git("add", "--force", ".heirbook")
    assert_refused(bench, command, words="git tracks files in '.heirbook'", code=5)


def test_local_state_that_others_may_read_is_refused(bench: Bench) -> None:
    (bench.root / ".heirbook").chmod(0o755)
    assert_refused(bench, "collect", words="'.heirbook' is open to others")
