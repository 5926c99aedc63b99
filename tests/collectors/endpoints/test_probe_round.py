"""A round over many targets: side by side, each within its own time, and none begun too late."""

import threading
from datetime import timedelta

from heirbook.collectors.deadline import cut_all
from heirbook.collectors.endpoints.endpoints_plan import all_probes
from heirbook.collectors.endpoints.probe import Result, Target
from heirbook.collectors.endpoints.probe_round import AT_ONCE, Job, replaying, results

HOUR = timedelta(hours=1)
HTTP = next(unit for unit in all_probes() if unit.id == "http")


def jobs(count: int) -> list[Job]:
    urls = [f"https://h{number}.example.org/" for number in range(count)]
    return [Job(HTTP, Target(url, HOUR, HOUR, url=url)) for url in urls]


def test_eight_targets_are_asked_at_once() -> None:
    together = threading.Barrier(AT_ONCE)

    def ask(job: Job, left_s: float) -> Result:
        del job, left_s
        together.wait(30)
        return Result()

    found = results(jobs(AT_ONCE), ask, 60)
    assert [one.state for one in found.values()] == ["ok"] * AT_ONCE


def test_what_the_time_does_not_suffice_for_says_so() -> None:
    found = results(jobs(3), replaying({}), 0)
    assert {(one.state, one.reason) for one in found.values()} == {("timeout", "not_started")}


def test_a_program_that_is_told_to_end_begins_nothing_more() -> None:
    asked: list[str] = []

    def ask(job: Job, left_s: float) -> Result:
        del left_s
        asked.append(job.target.id)
        cut_all()
        return Result()

    found = results(jobs(4 * AT_ONCE), ask, 60)
    assert len(asked) <= AT_ONCE
    assert len(found) == 4 * AT_ONCE


def test_a_recording_answers_for_its_own_targets_only() -> None:
    one, other = jobs(2)
    ask = replaying({"http": {one.target.id: {"answer": {"end": "answer"}}, "x": {}}})
    assert ask(one, 1) == Result(answer={"end": "answer"})
    assert ask(other, 1).reason == "not_recorded"
    odd = replaying({"http": {one.target.id: {"state": "fine"}}})
    assert ask(one, 1) != odd(one, 1) == Result(state="partial", reason="parse")
