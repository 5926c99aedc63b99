"""What `heirbook key` prints: before anything is done, and of each account that was asked."""

from collections.abc import Iterable, Iterator

from heirbook.onboarding.key_run import Result
from heirbook.onboarding.key_targets import Target
from heirbook.text import visible

_BAD = frozenset({"refused", "failed", "unreached", "host-key"})


def plan_lines(targets: Iterable[Target], *, canary: bool = True) -> Iterator[str]:
    """Yield the accounts in their order, marking the first where it is the canary."""
    for number, target in enumerate(targets, 1):
        mark = " (canary: first and alone)" if canary and number == 1 else ""
        yield visible(f"{number}. {target.server}: account {target.account}{mark}")


def result_lines(result: Result) -> Iterator[str]:
    """Yield what came of one account; what a server said is foreign text."""
    place = f"{result.target.server}/{result.target.account}"
    for note in result.notes:
        yield visible(f"{place}: note: {note}")
    yield visible(f"{place}: {result.outcome} {result.words}".rstrip())


def again_line(results: Iterable[Result], command: str) -> str | None:
    """Return the command that repeats only what failed, None when nothing did."""
    names = dict.fromkeys(result.target.server for result in results if result.outcome in _BAD)
    return f"again for these alone: {command} --servers {','.join(names)}" if names else None
