"""F35: killed at any moment of collecting, committing or building; the next run heals it."""

import os
import secrets
import signal
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from heirbook.editions.checksums import is_whole
from heirbook.site.versions import read_versions
from tests.faults.answers import os_section, whole_answer
from tests.faults.bench import Bench

KILLS = int(os.environ.get("HEIRBOOK_TEST_KILLS", "20"))
"""How many; a release is tested with 200."""
BUILD_KILLS = int(os.environ.get("HEIRBOOK_TEST_KILLS", "4"))
"""How many of a build alone."""
_ARGV = {"collect": ("collect", "--commit"), "build": ("build",)}


def editions(bench: Bench) -> list[Path]:
    return [folder for folder in (bench.root / "book").glob("2*") if folder.is_dir()]


def work_time_s(bench: Bench, *argv: str) -> float:
    """Return how long a command works; its start, where nothing can break, is not counted."""
    bench.answer("pi", whole_answer({"os": os_section("12.19")}))
    run = bench.start(*argv)
    run.at_work()
    began = time.monotonic()
    assert run.ended().code == 0
    return time.monotonic() - began


@pytest.mark.slow
def test_the_next_run_heals_what_a_kill_left(bench: Bench) -> None:
    work_s = {name: work_time_s(bench, *argv) for name, argv in _ARGV.items()}
    killed = 0
    for number in range(KILLS):
        name = "build" if number % 4 == 3 else "collect"
        bench.answer("pi", whole_answer({"os": os_section(f"12.{number + 20}")}))
        if name == "build":
            assert bench.run("collect", "--commit", now=datetime.now(UTC)).code == 0
        run = bench.start(*_ARGV[name])
        run.at_work()
        time.sleep(work_s[name] * secrets.randbelow(1000) / 1000)
        run.signal(signal.SIGKILL)
        killed += run.ended().code == -signal.SIGKILL
        bench.require_sound()
        healed = bench.run("collect", "--commit", now=datetime.now(UTC))
        assert healed.code == 0, healed.err
        assert bench.git("status", "--porcelain", "inventory/snapshots") == ""
        assert f"12.{number + 20}" in bench.git("show", "HEAD:inventory/snapshots/server/pi.json")
        if name == "build":
            assert bench.run("build", now=datetime.now(UTC)).code == 0
            assert all(is_whole(edition) for edition in editions(bench))
        assert bench.staged() == []
    assert killed >= KILLS // 2


@pytest.mark.slow
def test_editions_stay_whole_whenever_a_build_is_killed(bench: Bench) -> None:
    whole: set[Path] = set()
    work_s, killed = work_time_s(bench, "build"), 0
    for number in range(BUILD_KILLS):
        bench.write("docs/note.md", f"# Note {number}\n")
        run = bench.start("build")
        run.at_work()
        time.sleep(work_s * secrets.randbelow(1000) / 1000)
        run.signal(signal.SIGKILL)
        killed += run.ended().code == -signal.SIGKILL
        for listed in read_versions(bench.root / "book"):
            assert (bench.root / "book" / listed.version / "index.html").is_file()
        healed = bench.run("build")
        assert healed.code == 0, healed.err
        assert "not whole" not in healed.err
        assert bench.staged() == []
        whole |= {edition for edition in {*editions(bench)} - whole if is_whole(edition)}
        assert whole >= {*editions(bench)}
        listed_now = {one.version for one in read_versions(bench.root / "book")}
        assert listed_now == {edition.name for edition in editions(bench)}
    assert killed >= BUILD_KILLS // 2
