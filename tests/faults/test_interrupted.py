"""F36 and F40: two runs at once, and runs that are told to stop; nothing is published in part."""

import fcntl
import signal
import time

import pytest

from heirbook.editions.checksums import is_whole
from heirbook.site.versions import read_versions
from tests.faults.answers import os_section, whole_answer
from tests.faults.bench import BUDGET_S, RECORDED, SLACK_S, Bench
from tests.faults.silence import silent_port

CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}


def test_a_second_run_is_told_at_once_and_a_killed_one_is_in_nobodys_way(bench: Bench) -> None:
    with silent_port() as (port, listener):
        bench.declare({"pi": RECORDED, "upe": {"port": port}})
        first = bench.start("collect")
        connection, _ = listener.accept()
        second = bench.run("collect")
        first.signal(signal.SIGKILL)
        assert first.ended().code == -signal.SIGKILL
        connection.close()
    assert second.code == 75
    assert second.took_s < 1
    assert second.err.startswith("heirbook: error: another run holds the workspace's lock (pid ")
    assert len(second.err.splitlines()) == 2
    assert (bench.root / ".heirbook/lock").exists()
    bench.declare({"pi": RECORDED, "upe": RECORDED})
    assert bench.run("collect").code == 0


@pytest.mark.parametrize("command", ["collect", "build"])
def test_no_command_that_writes_waits_for_the_lock(bench: Bench, command: str) -> None:
    with (bench.root / ".heirbook/lock").open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert bench.run(command).code == 75


def test_of_two_builds_at_once_one_is_refused_and_the_book_is_whole(bench: Bench) -> None:
    first = bench.start("build")
    first.at_work()
    first.signal(signal.SIGSTOP)
    try:
        second = bench.run("build")
    finally:
        first.signal(signal.SIGCONT)
    assert second.code == 75
    assert "another run holds the workspace's lock" in second.err
    assert first.ended().code == 0
    (listed,) = read_versions(bench.root / "book")
    assert is_whole(bench.root / "book" / listed.version)
    again = bench.run("build")
    assert (again.code, again.out) == (0, f"nothing changed since {listed.version}\n")


@pytest.mark.parametrize("number", CODES, ids=lambda number: number.name)
def test_a_run_that_is_told_to_stop_while_it_asks_publishes_nothing(
    bench: Bench, number: signal.Signals
) -> None:
    before, head = bench.stored("pi"), bench.git("rev-parse", "HEAD")
    bench.answer("pi", whole_answer({"os": os_section("12.99")}))
    with silent_port() as (port, listener):
        bench.declare({"pi": RECORDED, "upe": {"port": port}})
        run = bench.start("collect", "--commit")
        connection, _ = listener.accept()
        time.sleep(0.3)
        told = time.monotonic()
        run.signal(number)
        ran = run.ended()
        waited_s = time.monotonic() - told
        connection.close()
    assert ran.code == CODES[number], ran.err
    assert waited_s <= SLACK_S < BUDGET_S
    assert "Traceback" not in ran.err
    assert "internal error" not in ran.err
    assert (bench.stored("pi"), bench.git("rev-parse", "HEAD")) == (before, head)
    assert bench.staged() == []
    bench.require_sound()


@pytest.mark.slow
@pytest.mark.parametrize("number", CODES, ids=lambda number: number.name)
@pytest.mark.parametrize("command", ["collect", "build"])
def test_a_run_that_is_told_to_stop_at_any_time_leaves_all_or_nothing(
    bench: Bench, command: str, number: signal.Signals
) -> None:
    argv = ("collect", "--commit") if command == "collect" else ("build",)
    work_s = 1.0 if command == "collect" else 2.5
    for step in range(4):
        bench.answer("pi", whole_answer({"os": os_section(f"12.{step + 20}")}))
        before = bench.stored("pi")
        run = bench.start(*argv)
        run.at_work()
        time.sleep(work_s * step / 4)
        run.signal(number)
        ran = run.ended()
        assert ran.code in {0, CODES[number], -number}, ran.err
        assert "Traceback" not in ran.err
        if ran.code == CODES[number]:
            assert bench.staged() == []
        if command == "build":
            assert bench.stored("pi") == before
        bench.require_sound()
    assert bench.run(*argv).code == 0
