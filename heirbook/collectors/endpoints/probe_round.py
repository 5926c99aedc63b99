"""One round over the targets that are due: eight at once, each within its own time."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import cast

from pydantic import JsonValue, ValidationError

from heirbook.collectors.deadline import Deadline
from heirbook.collectors.endpoints.probe import NotAnsweredError, Probe, Result, Target
from heirbook.collectors.endpoints.probe_client import Client
from heirbook.collectors.endpoints.reach import Reach
from heirbook.discovery import Unit
from heirbook.inventory.probed import Probed

AT_ONCE = 8
Asker = Callable[["Job", float], Result]
"""Brings back one target's result within so many seconds."""
Recorded = Mapping[str, Mapping[str, JsonValue]]
"""Results by probe and target, as a recording holds them."""


@dataclass(frozen=True)
class Job:
    """One target of one probe."""

    unit: Unit[Probe]
    target: Target

    def parsed(self, result: Result) -> Probed:
        """Return the record that the probe makes of a result; nothing a server says stops it."""
        parse = cast("Callable[[Target, Result], Probed]", self.unit.module.parse)
        try:
            return parse(self.target, result)
        except Exception:  # noqa: BLE001  one server's answer must not cost the others their data
            return parse(self.target, NotAnsweredError("partial", "parse").result)


def asking(reach: Reach) -> Asker:
    """Return what asks targets over the network."""

    def ask(job: Job, left_s: float) -> Result:
        probe = cast("Callable[[Target, Client], Result]", job.unit.module.probe)
        limit_s = min(job.target.timeout.total_seconds(), left_s)
        try:
            with Client(reach, limit_s) as client:
                return probe(job.target, client)
        except NotAnsweredError as error:
            return error.result
        except Exception:  # noqa: BLE001  one server's answer must not cost the others their data
            return NotAnsweredError("partial", "parse").result

    return ask


def replaying(recorded: Recorded) -> Asker:
    """Return what finds each target's result in a recording."""

    def find(job: Job, left_s: float) -> Result:
        del left_s
        found = recorded.get(job.unit.id, {}).get(job.target.id)
        if found is None:
            return NotAnsweredError("unreachable", "not_recorded").result
        try:
            return Result.model_validate(found)
        except ValidationError:
            return NotAnsweredError("partial", "parse").result

    return find


def results(jobs: Sequence[Job], ask: Asker, budget_s: float) -> Mapping[Job, Result]:
    """Return what came of every job; those that the time did not suffice for say so."""
    # a program that is told to end cuts this deadline too: what waits is then not begun
    whole = Deadline(budget_s)

    def one(job: Job) -> Result:
        if whole.passed:
            return NotAnsweredError("timeout", "not_started").result
        return ask(job, whole.left_s)

    with (
        whole,
        ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="collect-endpoint") as pool,
    ):
        futures: dict[Future[Result], Job] = {pool.submit(one, job): job for job in jobs}
        try:
            return {futures[done]: done.result() for done in as_completed(futures)}
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
