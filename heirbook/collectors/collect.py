"""Runs all planned sources side by side and interprets what they answer."""

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from heirbook.child import kill_all
from heirbook.collectors.deadline import cut_all
from heirbook.collectors.frames import Frames, parse_frames
from heirbook.collectors.interpret import interpret_all
from heirbook.collectors.outcome import SourceRun, failed_source, observed_source
from heirbook.collectors.plan import ServerPlan
from heirbook.collectors.script import assemble
from heirbook.collectors.transport import Completed, TransportFailure

RUN_BUDGET_S = 1800.0

Scrub = Callable[[str], str]


class Progress(Protocol):
    """Who is told how a run goes on; called from several threads."""

    def started(self, source: str) -> None:
        """Take note that a source is being asked."""

    def finished(self, run: SourceRun) -> None:
        """Take note of what came of it."""


@dataclass(frozen=True)
class Run:
    """What all sources of one run share."""

    clock: Callable[[], datetime]
    scrub: Scrub
    progress: Progress
    parallel: int = 8
    keep_recordings: bool = False
    budget_s: float = RUN_BUDGET_S


def collect_sources(plans: Sequence[ServerPlan], run: Run) -> tuple[SourceRun, ...]:
    """Return what came of every plan, sorted by source; a broken one costs no other its data."""
    ends = time.monotonic() + run.budget_s
    with ThreadPoolExecutor(max_workers=run.parallel, thread_name_prefix="collect") as pool:
        futures = [pool.submit(_collect_one, plan, run, ends) for plan in plans]
        try:
            runs = list(_as_they_end(futures, run.progress))
        except BaseException:
            # the pool's threads end only when what they wait for does
            pool.shutdown(wait=False, cancel_futures=True)
            cut_all()
            kill_all()
            raise
    return tuple(sorted(runs, key=lambda done: done.source.id))


def _as_they_end(futures: list[Future[SourceRun]], progress: Progress) -> Iterator[SourceRun]:
    for future in as_completed(futures):
        done = future.result()
        progress.finished(done)
        yield done


def _collect_one(plan: ServerPlan, run: Run, ends: float) -> SourceRun:
    """Ask one server within its own budget and what is left of the run's."""
    asked = tuple(unit.id for unit in plan.sections)
    if ends - time.monotonic() <= 0:
        failure = TransportFailure(reason="not_started", stage="start")
        return _failed(plan, asked, failure, run.clock())
    run.progress.started(plan.source)
    nonce = secrets.token_hex(16)
    script = assemble(plan.sections, plan.settings, plan.become)
    started, begun_at = time.monotonic(), run.clock()
    answer = plan.transport.run(script, nonce, min(plan.budget_s, ends - started))
    if isinstance(answer, TransportFailure):
        return _failed(plan, asked, answer, begun_at)
    frames = parse_frames(answer.stdout, answer.stderr, nonce)
    if answer.cut == "deadline" and not frames.sections:
        # nothing but the noise of a login: the same as nothing
        silent = TransportFailure("deadline", "read", duration_s=answer.duration_s)
        return _failed(plan, asked, silent, begun_at)
    recording = (answer.stdout, answer.stderr, nonce) if run.keep_recordings else None
    return replace(_completed(plan, answer, frames, begun_at, run.scrub), recording=recording)


def _failed(
    plan: ServerPlan, asked: tuple[str, ...], failure: TransportFailure, at: datetime
) -> SourceRun:
    source = failed_source(plan.source, plan.transport.name, asked, failure, at)
    return SourceRun(source, asked, round(failure.duration_s * 1000), failure)


def _completed(
    plan: ServerPlan, answer: Completed, frames: Frames, at: datetime, scrub: Scrub
) -> SourceRun:
    """Return the source as of `at`, the moment of asking; the server clock is measured by it."""
    sections = interpret_all(plan.sections, frames, answer.cut, scrub, at)
    source = observed_source(plan.source, plan.transport.name, sections, at, answer.cut)
    asked = tuple(unit.id for unit in plan.sections)
    return SourceRun(source, asked, round(answer.duration_s * 1000), cut=answer.cut)
