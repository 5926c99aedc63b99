"""One collection of many servers in 1, 2 and 4 shards, and the merge: wall, and its work."""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from measure import Child, Figure, child, medians, report
from sshd_fleet import Asking, SshdFleet

HEIRBOOK = str(Path(sys.executable).with_name("heirbook"))
PARTIAL = 4
SKIPPED = ("packages", "sockets", "smart")
"""What is most of the work on a server; of many servers on one machine it would be nothing else."""
SIDE_BY_SIDE = (
    'i=0; while [ $i -lt "$2" ]; do "$1" collect --shard "$i/$2" & i=$((i+1)); done; wait'
)


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--servers", type=int, default=256)
    parser.add_argument("--rounds", type=int, default=1)
    arguments = parser.parse_args()
    report("shard", figures(arguments.servers, arguments.rounds), ("heirbook", "paramiko"))


def figures(servers: int, rounds: int) -> Iterator[Figure]:
    """Yield the wall of each number of shards beside one whole run's, and that of the merge."""
    with (
        tempfile.TemporaryDirectory(prefix="benchmark-") as folder,
        SshdFleet(Path(folder) / "sshd", servers) as fleet,
    ):
        seen: dict[str, list[Child]] = {}

        def timed(name: str, count: int) -> float:
            root = Path(folder) / "workspace"
            shutil.rmtree(root, ignore_errors=True)
            fleet.workspace(root, Asking(skip=SKIPPED))
            spent = _whole(root) if not count else _shards(root, count)
            seen.setdefault(name, []).append(spent)
            if count:
                merged = _merge(root, count)
                seen.setdefault(f"{name}, merge", []).append(merged)
            stored = len(list((root / "inventory/snapshots/server").iterdir()))
            assert stored == servers, f"{stored} of {servers} were stored"
            return spent.wall_s

        names = {"one run": 0, "1 shard": 1, "2 shards": 2, "4 shards": 4}
        medians(rounds, {name: partial(timed, name, count) for name, count in names.items()})
        whole = _median(seen["one run"])
        for name in list(names)[1:]:
            found, merge = _median(seen[name]), _median(seen[f"{name}, merge"])
            peers = {"one run": round(whole.wall_s, 1)}
            yield Figure(f"{servers} servers, {name}, wall", "s", round(found.wall_s, 1), peers)
            cpu = {"one run": round(whole.cpu_s, 1)}
            yield Figure(f"{servers} servers, {name}, client", "s CPU", round(found.cpu_s, 1), cpu)
            yield Figure(f"{servers} servers, {name}, merge, wall", "s", round(merge.wall_s, 2))


def _whole(root: Path) -> Child:
    return child([HEIRBOOK, "collect"], root, accepted=(0, PARTIAL))


def _shards(root: Path, count: int) -> Child:
    return child(["sh", "-c", SIDE_BY_SIDE, "shards", HEIRBOOK, str(count)], root)


def _merge(root: Path, count: int) -> Child:
    folders = [f".heirbook/shards/{index}-of-{count}" for index in range(count)]
    return child([HEIRBOOK, "merge", *folders], root, accepted=(0, PARTIAL))


def _median(seen: list[Child]) -> Child:
    return sorted(seen, key=lambda one: one.wall_s)[len(seen) // 2]


if __name__ == "__main__":
    main()
