"""The calls of one cluster: so many at once, within one budget, some of them tried twice."""

import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Self

from heirbook.collectors.clusters.cluster_way import ClusterWay
from heirbook.collectors.clusters.kubectl_command import Form, Listing
from heirbook.collectors.clusters.kubectl_failure import Reply, verdict, worth_a_retry
from heirbook.collectors.section_state import Verdict

RETRY_AFTER_S = 1.0


class ClusterCalls:
    """Asks a way; a context manager, at whose end nothing is asked any more."""

    def __init__(self, way: ClusterWay, parallel: int, budget_s: float) -> None:
        self._way = way
        self.parallel = parallel
        self._began = time.monotonic()
        self._ends = self._began + budget_s
        self._pool = ThreadPoolExecutor(parallel, thread_name_prefix="kubectl")
        self._over = Event()
        self._kept: dict[Form, Reply] = {}

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of what still waits."""
        self._over.set()
        self._pool.shutdown(wait=True, cancel_futures=True)

    @property
    def took_s(self) -> float:
        """Return how long it has been going on."""
        return time.monotonic() - self._began

    @property
    def left_s(self) -> float:
        """Return what is left of the budget."""
        return max(0.0, self._ends - time.monotonic())

    def ask(self, form: Form) -> Reply:
        """Return what came of one call; waits for a free place among the calls."""
        if form in self._kept:
            return self._kept[form]
        return self._pool.submit(self._asked, form).result()

    def keep(self, *forms: Form) -> None:
        """Ask these side by side, and keep their replies for whoever asks again."""
        futures = {form: self._pool.submit(self._asked, form) for form in forms}
        self._kept |= {form: future.result() for form, future in futures.items()}

    def each(self, forms: Iterable[Form]) -> Iterator[tuple[Form, Reply]]:
        """Yield the replies in the order of the forms; few are asked ahead, none is kept."""
        ahead: deque[tuple[Form, Future[Reply]]] = deque()
        for form in forms:
            ahead.append((form, self._pool.submit(self._asked, form)))
            if len(ahead) >= self.parallel:
                asked, future = ahead.popleft()
                yield asked, future.result()
        while ahead:
            asked, future = ahead.popleft()
            yield asked, future.result()

    def _asked(self, form: Form) -> Reply:
        if self._over.is_set() or not self.left_s:
            return Reply(None, cut="deadline")
        reply = self._way.ask(form, self.left_s)
        found = self.judged(form, reply)
        if not worth_a_retry(found) or self.left_s <= RETRY_AFTER_S:
            return reply
        self._over.wait(RETRY_AFTER_S)
        return self._way.ask(form, self.left_s)

    @staticmethod
    def judged(form: Form, reply: Reply) -> Verdict:
        """Return the state of what was asked for; only a List can lack its kind."""
        found = verdict(reply)
        if found.absent and not isinstance(form, Listing):
            return Verdict("partial", "other")
        return found
