"""The size of several editions of one book on a disk, and how much of them is the same bytes."""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fleet import renewed, server, server_name
from measure import Figure, child, report

from heirbook.editions.checksums import listed_sums
from heirbook.inventory.canonical import source_bytes
from heirbook.inventory.store import snapshot_path
from heirbook.workspace import Workspace

HEIRBOOK = str(Path(sys.executable).parent / "heirbook")
BEGIN = datetime(2026, 1, 1, 2, tzinfo=UTC)
MONTH = timedelta(days=30)
SERVICES = 10
MB = 1_000_000


def main() -> None:
    """Measure and report."""
    report("editions", _figures(_arguments()), ("heirbook", "mkdocs", "mkdocs-material"))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[500])
    parser.add_argument("--editions", type=int, default=12)
    return parser.parse_args()


def _figures(arguments: argparse.Namespace) -> Iterator[Figure]:
    for pages in arguments.pages:
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            workspace = _workspace(Path(folder, "workspace"), pages)
            cpu_s = [_edition(workspace, pages, month) for month in range(arguments.editions)]
            label = f"{arguments.editions} editions, {pages} servers, 1 % changed in each"
            yield from _sizes(workspace, label)
            yield Figure(f"{label}: building the last", "s CPU", cpu_s[-1], {"first": cpu_s[0]})


def _workspace(root: Path, pages: int) -> Workspace:
    """Return a workspace with a server, and so a page, of each number; the rest comes on top."""
    subprocess.run([HEIRBOOK, "init", str(root)], check=True, capture_output=True)
    names = [server_name(number) for number in range(pages)]
    servers = "".join(f"  {name}: {{address: {name}.example.org}}\n" for name in names)
    head = "title: Benchmark\noperator: operator\nservers:\n"
    workspace = Workspace(root)
    workspace.path("inventory/fleet.yml").write_text(head + servers, "utf-8")
    workspace.path("collectors/ssh.yml").write_text("defaults: {user: root}\n", "utf-8")
    return workspace


def _edition(workspace: Workspace, pages: int, month: int) -> float:
    """Return the processor time of the edition after one month more; 1 % changed in each."""
    at = BEGIN + month * MONTH
    hundredth = max(pages // 100, 1)
    changing = {(month * hundredth + one) % pages for one in range(hundredth)}
    for number in changing if month else range(pages):
        source = server(number, at, SERVICES)
        source = renewed(source, at, f"m{month}") if month else source
        file = workspace.path(snapshot_path(source.id))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(source_bytes(source))
    return round(child([HEIRBOOK, "build", "--lang", "en"], workspace.root).cpu_s, 1)


@dataclass(frozen=True)
class _Weight:
    """What the editions of a book weigh."""

    all_mb: float
    distinct_mb: float
    """Contents counted once, however many editions hold them."""
    linked_mb: float
    """What the disk holds once for several editions already."""


def _weight(book: Path) -> _Weight:
    every, linked = 0, 0
    distinct: dict[str, int] = {}
    for edition in sorted(path for path in book.iterdir() if path.is_dir()):
        for path, checksum in (listed_sums(edition) or {}).items():
            found = (edition / path).stat()
            every += found.st_size
            distinct[checksum] = found.st_size
            linked += found.st_size if found.st_nlink > 1 else 0
    return _Weight(*(round(one / MB, 1) for one in (every, sum(distinct.values()), linked)))


def _sizes(workspace: Workspace, label: str) -> Iterator[Figure]:
    found = _weight(workspace.book)
    yield Figure(f"{label}: size", "MB", found.all_mb)
    yield Figure(f"{label}: distinct contents", "MB", found.distinct_mb, {"size": found.all_mb})
    yield Figure(f"{label}: shared on the disk by links", "MB", found.linked_mb)


if __name__ == "__main__":
    main()
