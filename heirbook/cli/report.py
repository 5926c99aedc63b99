"""The report of a collection: what is fresh, what was not seen and why."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from functools import partial

from heirbook.cli.context import Invocation
from heirbook.cli.error_printer import print_error
from heirbook.cli.failures import failures
from heirbook.collectors.outcome import HOST_KEY_REASONS, SourceRun
from heirbook.collectors.pinning import pinned_on
from heirbook.collectors.work import Collection
from heirbook.errors import HostKeyError, NothingCollectedError
from heirbook.inventory.merge import SHOWED_NOTHING
from heirbook.inventory.record import iso
from heirbook.text import visible
from heirbook.workspace import Workspace

IN_PART = 4
REPORT_VERSION = 1


def told(done: Collection, invocation: Invocation, workspace: Workspace, *, as_json: bool) -> int:
    """Print what came of a collection, and return the exit code."""
    for line in (*warning_lines(done), *section_lines(done, invocation.verbose)):
        print(line, file=sys.stderr)
    for failure in failures(done, partial(pinned_on, workspace)):
        print_error(failure)
    print(collect_json(done) if as_json else collect_words(done))
    return exit_code(done)


def coverage(done: Collection) -> tuple[int, int]:
    """Return how many asked sections are `ok`, and how many were asked."""
    asked = [run.source.sections[name].state for run in done.runs for name in run.asked]
    return asked.count("ok"), len(asked)


def reasons(done: Collection) -> tuple[int, ...]:
    """Return every exit code that applies; none means that all is fine."""
    found = set[int]()
    if any(run.source.reason in HOST_KEY_REASONS for run in done.runs):
        found.add(HostKeyError.exit_code)
    if done.runs and not any(_gave_something(run) for run in done.runs):
        found.add(NothingCollectedError.exit_code)
    elif any(run.source.state != "ok" for run in done.runs):
        found.add(IN_PART)
    return tuple(sorted(found, reverse=True))


def exit_code(done: Collection) -> int:
    """Return the exit code that wins: 6 before 3 before 4 before 0."""
    return next((code for code in (6, 3, 4) if code in reasons(done)), 0)


def _gave_something(run: SourceRun) -> bool:
    return any(
        state.state in {"ok", "partial"} and state.reason not in SHOWED_NOTHING
        for state in run.source.sections.values()
    )


def collect_words(done: Collection) -> str:
    """Return the report as lines for people."""
    states = Counter(run.source.state for run in done.runs)
    fine, asked = coverage(done)
    counts = ", ".join(f"{count} {state.replace('_', ' ')}" for state, count in states.items())
    changed = len(done.published.changed)
    lines = [
        f"{len(done.runs)} asked: {counts or 'no server is declared'}",
        f"coverage: {fine} of {asked} sections, {changed} changed",
        *_not_seen(done),
    ]
    if done.committed:
        lines.append("committed")
    return "\n".join(lines)


def _not_seen(done: Collection) -> Iterator[str]:
    """Yield one line a server and reason, with the sections that an answer did not hold whole."""
    for run in done.runs:
        if run.failure:
            continue  # told as an error, with its next step
        by_reason: dict[str, list[str]] = {}
        for name in run.asked:
            section = run.source.sections[name]
            if section.state != "ok":
                why = f"{section.state.replace('_', ' ')}" + (
                    f" ({section.reason})" if section.reason else ""
                )
                need = f", needs {section.need}" if section.need else ""
                by_reason.setdefault(why + need, []).append(name)
        for why, names in by_reason.items():
            yield visible(f"not seen: {run.source.id}: {why}: {' '.join(names)}")


def warning_lines(done: Collection) -> Iterator[str]:
    """Yield what is allowed but unwise, one line each."""
    for problem in done.warnings:
        yield f"heirbook: warning: {visible(str(problem))}"


def section_lines(done: Collection, verbose: int) -> Iterator[str]:
    """Yield a line a section: those not seen whole with `-v`, all of them with `-vv`."""
    for run in done.runs if verbose else ():
        for name in run.asked:
            section = run.source.sections[name]
            if verbose > 1 or section.state != "ok":
                yield visible(
                    f"{run.source.id}:{name} {section.state} {section.reason or ''}"
                ).rstrip()


def collect_json(done: Collection) -> str:
    """Return the report as JSON; `schema` names its version."""
    fine, asked = coverage(done)
    report = {
        "schema": f"heirbook.collect/{REPORT_VERSION}",
        "exit_codes": reasons(done),
        "coverage": {"ok": fine, "asked": asked},
        "changed": done.published.changed,
        "committed": done.committed,
        "sources": {run.source.id: _source_json(run) for run in done.runs},
    }
    return json.dumps(report, indent=2, ensure_ascii=True)


def _source_json(run: SourceRun) -> dict[str, object]:
    return {
        "state": run.source.state,
        "reason": run.source.reason,
        "stage": run.failure.stage if run.failure else None,
        "observed_at": iso(run.source.observed_at),
        "took_ms": run.took_ms,
        "sections": {
            name: {"state": state.state, "reason": state.reason, "need": state.need}
            for name, state in sorted(run.source.sections.items())
        },
    }
