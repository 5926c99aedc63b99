"""Runs all planned sources side by side, each kind as many at once as it may."""

import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import ExitStack

from heirbook.child import kill_all
from heirbook.collectors.deadline import cut_all
from heirbook.collectors.outcome import SourceRun, failed_source
from heirbook.collectors.run import Progress, Run
from heirbook.collectors.source_plan import SourcePlan
from heirbook.collectors.transport import TransportFailure


def collect_sources(
    plans: Sequence[SourcePlan], run: Run, parallel: Mapping[str, int]
) -> tuple[SourceRun, ...]:
    """Return what came of every plan, sorted by source; a broken one costs no other its data.

    `parallel` says how many of a kind are asked at once: `{"server": 8, "cluster": 2}`.
    """
    ends = time.monotonic() + run.budget_s
    with ExitStack() as open_pools:
        pools = {
            kind: open_pools.enter_context(
                ThreadPoolExecutor(max_workers=most, thread_name_prefix=f"collect-{kind}")
            )
            for kind, most in parallel.items()
        }
        futures = [pools[_kind(plan)].submit(_collect_one, plan, run, ends) for plan in plans]
        try:
            runs = list(_as_they_end(futures, run.progress))
        except BaseException:
            # the pools' threads end only when what they wait for does
            for pool in pools.values():
                pool.shutdown(wait=False, cancel_futures=True)
            cut_all()
            kill_all()
            raise
    return tuple(sorted(runs, key=lambda done: done.source.id))


def _kind(plan: SourcePlan) -> str:
    return plan.source.partition("/")[0]


def _as_they_end(futures: list[Future[SourceRun]], progress: Progress) -> Iterator[SourceRun]:
    for future in as_completed(futures):
        done = future.result()
        progress.finished(done)
        yield done


def _collect_one(plan: SourcePlan, run: Run, ends: float) -> SourceRun:
    """Ask one source, or say that the run's time was over before its turn."""
    left_s = ends - time.monotonic()
    if left_s <= 0:
        failure = TransportFailure(reason="not_started", stage="start")
        asked = plan.asked
        source = failed_source(plan.source, plan.transport_name, asked, failure, run.clock())
        return SourceRun(source, asked, 0, failure)
    run.progress.started(plan.source)
    return plan.ask(run, left_s)
