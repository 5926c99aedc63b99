"""F32 to F34: a disk that refuses, in the middle of everything; the old state stays."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from heirbook.editions.checksums import is_whole
from tests.faults.answers import os_section, whole_answer
from tests.faults.bench import LONG_AGO, RECORDED, Bench, Ran, file_limit
from tests.real_parts import need

NEXT_DAY = LONG_AGO + timedelta(days=1)


def assert_refused(ran: Ran, words: str) -> None:
    """Fail unless a command said in a few words that the disk refused."""
    assert ran.code == 74, ran.err
    lines = [line for line in ran.err.splitlines() if not line.startswith("collect: ")]
    assert 1 <= len(lines) <= 3
    assert words in lines[0]
    assert lines[0].startswith("heirbook: error: ")
    assert "Traceback" not in ran.err


def resize(folder: Path, size: str) -> None:
    (mount,) = need("mount")
    subprocess.run([mount, "-o", f"remount,{size}", str(folder)], check=True)


@contextmanager
def filled(folder: Path, spare_bytes: int) -> Iterator[None]:
    """Leave only so much room on the disk meanwhile."""
    junk = folder / "junk"
    room = os.statvfs(folder)
    junk.write_bytes(b"x" * max(0, room.f_bavail * room.f_frsize - spare_bytes))
    yield
    junk.unlink()


def on_disk(tmp_path: Path, disk: Path, size: str) -> Bench:
    """Return a workspace of one server on that disk, seen once."""
    resize(disk, f"size={size}")
    bench = Bench(tmp_path, disk / "river")
    bench.declare({"upe": RECORDED})
    bench.commit_all()
    assert bench.run("collect", "--commit").code == 0
    bench.answer("upe", whole_answer({"os": os_section("12.99")}))
    bench.commit_all()
    return bench


@pytest.mark.root
@pytest.mark.parametrize("spare_bytes", [0, 4096, 16384])
def test_a_full_disk_leaves_what_was_there(
    tmp_path: Path, small_disk: Path, spare_bytes: int
) -> None:
    bench = on_disk(tmp_path, small_disk, "3m")
    before = bench.stored("upe")
    with filled(small_disk, spare_bytes):
        ran = bench.run("collect", "--commit", now=NEXT_DAY)
    assert_refused(ran, "no space left on device")
    assert bench.stored("upe") == before
    assert bench.staged() == []
    bench.require_sound()
    assert bench.run("collect", "--commit", now=NEXT_DAY).code == 0
    assert b"12.99" in bench.stored("upe")


@pytest.mark.root
def test_a_disk_that_is_read_only_leaves_what_was_there(tmp_path: Path, small_disk: Path) -> None:
    bench = on_disk(tmp_path, small_disk, "3m")
    before = bench.stored("upe")
    resize(small_disk, "ro")
    ran = bench.run("collect", now=NEXT_DAY)
    resize(small_disk, "rw")
    assert_refused(ran, "read-only file system")
    assert bench.stored("upe") == before
    assert bench.run("collect", now=NEXT_DAY).code == 0


def test_a_limit_on_the_size_of_files_leaves_what_was_there(bench: Bench) -> None:
    before = bench.stored("upe")
    bench.answer("upe", whole_answer({"os": os_section("12.99")}))
    ran = bench.process("collect", before=file_limit(2000))
    assert_refused(ran, "file too large")
    assert bench.stored("upe") == before
    assert bench.staged() == []
    bench.require_sound()


@pytest.mark.root
def test_a_disk_that_fills_up_in_the_commit_leaves_the_old_one(
    tmp_path: Path, small_disk: Path
) -> None:
    bench = Bench(tmp_path)
    bench.declare({"upe": RECORDED})
    bench.commit_all()
    assert bench.run("collect", "--commit").code == 0
    bench.answer("upe", whole_answer({"os": os_section("12.99")}))
    bench.commit_all()
    shutil.move(bench.root / ".git", small_disk / "git")
    (bench.root / ".git").write_text(f"gitdir: {small_disk / 'git'}\n")
    head = bench.git("rev-parse", "HEAD")
    with filled(small_disk, 0):
        ran = bench.run("collect", "--commit", now=NEXT_DAY)
    assert_refused(ran, "git did not commit")
    assert b"12.99" in bench.stored("upe"), "the files stay published"
    assert bench.git("rev-parse", "HEAD") == head
    bench.require_sound()
    again = bench.run("collect", "--commit", now=NEXT_DAY + timedelta(minutes=5))
    assert again.code == 0, again.err
    assert bench.git("status", "--porcelain", "inventory") == ""
    assert "12.99" in bench.git("show", "HEAD:inventory/snapshots/server/upe.json")


@pytest.mark.root
@pytest.mark.slow
@pytest.mark.parametrize("spare_bytes", [0, 200_000, 900_000])
def test_a_disk_that_fills_up_in_the_build_leaves_the_old_edition(
    tmp_path: Path, small_disk: Path, spare_bytes: int
) -> None:
    bench = on_disk(tmp_path, small_disk, "16m")
    assert bench.run("build").code == 0
    (old,) = [folder for folder in (bench.root / "book").iterdir() if folder.is_dir()]
    versions = (bench.root / "book/versions.json").read_bytes()
    assert bench.run("collect", "--commit", now=NEXT_DAY).code == 0
    with filled(small_disk, spare_bytes):
        ran = bench.run("build", now=NEXT_DAY)
    assert_refused(ran, "no space left on device")
    assert "book/" in ran.err or str(bench.root) in ran.err, "the message names the place"
    assert "hint: " in ran.err
    assert is_whole(old)
    assert [folder for folder in (bench.root / "book").iterdir() if folder.is_dir()] == [old]
    assert (bench.root / "book/versions.json").read_bytes() == versions
    assert bench.staged() == []
    assert bench.run("build", now=NEXT_DAY).code == 0
