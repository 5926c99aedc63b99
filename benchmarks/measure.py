"""Measures programs against each other, interleaved in one run, and prints what came out."""

import json
import os
import platform
import statistics
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).parent / "results.json"
PEERS = Path.home() / ".cache" / "heirbook-benchmarks"
"""The virtual environment of `requirements/benchmarks.txt`."""


@dataclass(frozen=True)
class Figure:
    """One measured number beside its peers, all medians of one run, and the goal it is held to."""

    what: str
    unit: str
    measured: float
    peers: Mapping[str, float] = field(default_factory=dict)
    goal: float | None = None

    @property
    def met(self) -> bool | None:
        """Return whether the goal, always an upper limit, was reached; None without a goal."""
        return None if self.goal is None else self.measured <= self.goal

    def line(self) -> str:
        """Return the figure as it is printed."""
        parts = [f"{self.what}: {self.measured:g} {self.unit}"]
        for name, value in self.peers.items():
            times = f"{self.measured / value:.2f} of" if value else "against"
            parts.append(f"{times} {name} ({value:g})")
        if self.goal is not None:
            parts.append(f"goal <= {self.goal:g}: {'met' if self.met else 'MISSED'}")
        return " · ".join(parts)


@dataclass(frozen=True)
class Child:
    """What a program cost: its processor time with that of its children, and its largest size."""

    cpu_s: float
    wall_s: float
    peak_mib: float


def child(
    argv: Sequence[str],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    accepted: Sequence[int] = (0,),
) -> Child:
    """Return what a program cost that ended with an accepted status.

    Raises:
        RuntimeError: when it failed, with the end of what it said.
    """
    began = os.times().elapsed
    log = folder / "child.log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            argv,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **(environment or {})},
        )
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in accepted:
        message = f"{Path(argv[0]).name} failed: {log.read_text('utf-8', 'replace')[-2000:]}"
        raise RuntimeError(message)
    log.unlink()
    wall_s = os.times().elapsed - began
    return Child(used.ru_utime + used.ru_stime, wall_s, used.ru_maxrss / 1024)


def medians(rounds: int, runs: Mapping[str, Callable[[], float]]) -> dict[str, float]:
    """Return the median of each, measured in turns (A B A B …) so that a busy moment hits all."""
    seen: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            seen[name].append(run())
    return {name: statistics.median(values) for name, values in seen.items()}


def report(name: str, measured: Iterable[Figure], packages: Sequence[str]) -> None:
    """Print each figure when it is there and put it into `results.json` at once.

    Figures of earlier runs that are not measured again stay, each with its own date.
    """
    place = {
        "date": datetime.now(UTC).date().isoformat(),
        "cores": os.cpu_count(),
        "versions": {"python": platform.python_version(), **{p: version(p) for p in packages}},
    }
    for figure in measured:
        print(figure.line(), flush=True)
        every = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
        shown = {**asdict(figure), "met": figure.met, **place}
        every.setdefault(name, {})[figure.what] = shown
        RESULTS.write_text(json.dumps(every, indent=2, sort_keys=True) + "\n", "utf-8")
