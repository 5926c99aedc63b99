"""A cluster of 10,000 pods against `kubectl get` of the same kinds: wall, memory, round trips."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from measure import Figure, child, medians, report

HEIRBOOK = (str(Path(sys.executable).with_name("heirbook")), "collect")
PARTIAL = 4
CLUSTERS = 8
OWN_GOAL_MIB = 300
ALL_GOAL_MIB = 1024
KINDS = ("version", "namespaces", "pods", "deployments")
"""What is asked: the kinds that are large here; the others are a call each whatever the size."""
CALLS = ("namespaces.v1.", "pods.v1.", "deployments.apps")


def main() -> None:
    """Measure and report."""
    report("kubernetes", _figures(_arguments()), ("heirbook",))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pods", type=int, nargs="+", default=[625, 2500, 10_000])
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def _figures(arguments: argparse.Namespace) -> Iterator[Figure]:
    walls: dict[int, float] = {}
    for pods in arguments.pods:
        with (
            tempfile.TemporaryDirectory(prefix="benchmark-") as folder,
            _served(Path(folder), pods) as bench,
        ):
            found = medians(
                arguments.rounds, {"heirbook": bench.collected, "kubectl get": bench.listed}
            )
            walls[pods] = found["heirbook"]
            peer = {"kubectl get": found["kubectl get"]}
            yield Figure(f"wall, {pods} pods", "s", round(walls[pods], 2), peer,
                         goal=round(2 * found["kubectl get"], 2))  # fmt: skip
            if pods == max(arguments.pods):
                yield from _memory(bench)
                yield from _round_trips(bench)
            if pods == min(arguments.pods):
                yield from _side_by_side(bench, walls[pods])
    least, most = min(walls), max(walls)
    if least != most:
        growth = walls[most] / walls[least]
        yield Figure(f"wall of {most // least} times as many pods", "times", round(growth, 2),
                     goal=most // least)  # fmt: skip


def _memory(bench: "_Bench") -> Iterator[Figure]:
    own, together = bench.memory()
    yield Figure("memory, our own process", "MiB", round(own), goal=OWN_GOAL_MIB)
    yield Figure("memory, with kubectl's", "MiB", round(together), goal=ALL_GOAL_MIB)


def _round_trips(bench: "_Bench") -> Iterator[Figure]:
    bench.requests()
    bench.collected()
    ours = bench.requests()
    bench.listed()
    yield Figure("requests a cluster", "requests", ours, {"kubectl get": bench.requests()})


def _side_by_side(bench: "_Bench", alone_s: float) -> Iterator[Figure]:
    together = bench.collected(CLUSTERS)
    yield Figure(f"wall, {CLUSTERS} clusters side by side", "s", round(together, 2),
                 {f"{CLUSTERS} times one": round(CLUSTERS * alone_s, 2)},
                 goal=round(CLUSTERS * alone_s, 2))  # fmt: skip


@dataclass
class _Bench:
    """A workspace, its kubeconfig, and the server behind it."""

    folder: Path
    kubeconfig: Path
    server: "subprocess.Popen[str]"

    def collected(self, clusters: int = 1) -> float:
        """Return the wall of a first collection, from the start of the program to its end."""
        names = self._workspace(clusters)
        return child(_argv(names), self.folder / "workspace", accepted=(0, PARTIAL)).wall_s

    def listed(self) -> float:
        """Return the wall of one `kubectl get` a kind, one after the other."""
        head = f"kubectl --kubeconfig {self.kubeconfig} --context reader --cache-dir cache"
        lines = [f"{head} get {kind} -A -o json > /dev/null" for kind in CALLS]
        shutil.rmtree(self.folder / "cache", ignore_errors=True)
        return child(("sh", "-ec", "\n".join(lines)), self.folder).wall_s

    def memory(self) -> tuple[float, float]:
        """Return the largest sizes of our own process, and of it with all kubectl's together."""
        process = subprocess.Popen(
            _argv(self._workspace(1)),
            cwd=self.folder / "workspace",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        own = together = 0.0
        while process.poll() is None:
            sizes = _sizes(process.pid)
            own = max(own, sizes.get(process.pid, 0.0))
            together = max(together, sum(sizes.values()))
            time.sleep(0.02)
        return own, together

    def requests(self) -> int:
        """Return how many requests came since the last time."""
        assert self.server.stdin
        assert self.server.stdout
        self.server.stdin.write("\n")
        self.server.stdin.flush()
        return int(self.server.stdout.readline())

    def _workspace(self, clusters: int) -> list[str]:
        """Make a new workspace and return the names of its clusters."""
        root = self.folder / "workspace"
        shutil.rmtree(root, ignore_errors=True)
        for folder in ("inventory", "collectors"):
            (root / folder).mkdir(parents=True)
        names = [f"c{number}" for number in range(clusters)]
        declared = "".join(f"  {name}: {{}}\n" for name in names)
        fleet = f"title: Bench\noperator: rasa\nclusters:\n{declared}"
        (root / "inventory/fleet.yml").write_text(fleet, "utf-8")
        people = "people: {rasa: {name: Rasa, roles: [operator]}}\n"
        (root / "inventory/people.yml").write_text(people, "utf-8")
        entry = f"{{kubeconfig: {self.kubeconfig}, context: reader}}"
        settings = "clusters:\n" + "".join(f"  {name}: {entry}\n" for name in names)
        (root / "collectors/kubectl.yml").write_text(settings, "utf-8")
        return names


def _argv(names: list[str]) -> list[str]:
    only = [f"cluster/{name}:{kind}" for name in names for kind in KINDS]
    return [*HEIRBOOK, *(word for one in only for word in ("--only", one))]


def _sizes(pid: int) -> dict[int, float]:
    """Return the resident sizes, in MiB, of a process and of all below it."""
    found: dict[int, float] = {}
    ahead = [pid]
    while ahead:
        one = ahead.pop()
        try:
            pages = int(Path(f"/proc/{one}/statm").read_text("ascii").split()[1])
            tasks = Path(f"/proc/{one}/task").iterdir()
            below = [child for task in tasks for child in (task / "children").read_text().split()]
        except OSError:
            continue
        found[one] = pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024
        ahead += map(int, below)
    return found


@contextmanager
def _served(folder: Path, pods: int) -> Iterator[_Bench]:
    program = Path(__file__).with_name("api_replay.py")
    kubeconfig = folder / "kubeconfig"
    server = subprocess.Popen(
        (sys.executable, str(program), str(pods), str(kubeconfig)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    watch = threading.Timer(900, server.kill)
    watch.start()
    try:
        assert server.stdout
        assert server.stdout.readline() == "ready\n"
        yield _Bench(folder, kubeconfig, server)
    finally:
        watch.cancel()
        server.kill()
        server.wait()


if __name__ == "__main__":
    main()
