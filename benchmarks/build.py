"""Building a book against mkdocs-material on the same Markdown."""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from urllib.error import URLError

import yaml
from fleet import renewed, server, server_name
from measure import Child, Figure, child, medians, report

from heirbook.editions.gate import EditionGate
from heirbook.handbook.render import navigation
from heirbook.inventory.canonical import source_bytes
from heirbook.inventory.gate_terms import fingerprint_key, gate_terms
from heirbook.inventory.loading import load_declared
from heirbook.inventory.store import snapshot_path
from heirbook.site.input import load_book_input
from heirbook.site.mkdocs_run import load_site_config
from heirbook.site.output_gate import check_site
from heirbook.site.reference import reference_of
from heirbook.workspace import MKDOCS, Workspace

PROGRAMS = Path(sys.executable).parent
AT = datetime(2026, 1, 1, 2, tzinfo=UTC)
SERVICES = 10
LANGUAGE = "en"
FULL_NAVIGATION_TO = 500
"""More pages with all of them in the navigation take minutes and a gigabyte."""
SERVE_PORT = 28_000
KB = 1000


def main() -> None:
    """Measure and report."""
    report("build", _figures(_arguments()), ("heirbook", "mkdocs", "mkdocs-material"))


def _figures(arguments: argparse.Namespace) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        for pages in arguments.pages:
            book = _Book(Path(folder, str(pages)), pages)
            rounds = arguments.rounds if pages <= FULL_NAVIGATION_TO else 1
            yield from building(book, rounds)
            yield from gates(book)
            yield changing(book)
            if pages <= FULL_NAVIGATION_TO:
                yield serving(book)
            shutil.rmtree(book.root)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[100, 500, 2000])
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


class _Book:
    """A workspace with a page a server, and the same Markdown as two plain sites."""

    def __init__(self, root: Path, pages: int) -> None:
        self.root = root
        self.pages = pages
        self.workspace = Workspace(root / "workspace")
        heirbook = str(PROGRAMS / "heirbook")
        subprocess.run(
            [heirbook, "init", str(self.workspace.root)], check=True, capture_output=True
        )
        self._declare()
        argv = [heirbook, "render", "--out", str(root / "docs"), "--lang", LANGUAGE]
        child(argv, self.workspace.root)
        book_input = load_book_input(self.workspace, "Benchmark")
        self._plain("same", list(navigation(book_input, LANGUAGE)))
        self._plain("full", None)

    def build(self) -> Child:
        """Return what an edition in one language costs."""
        shutil.rmtree(self.workspace.book, ignore_errors=True)
        shutil.rmtree(self.workspace.state / "cache", ignore_errors=True)
        return self.build_again()

    def build_again(self) -> Child:
        """Return what an edition costs with the finished pages of the last one."""
        argv = [str(PROGRAMS / "heirbook"), "build", "--lang", LANGUAGE]
        return child(argv, self.workspace.root)

    def change(self, number: int) -> None:
        """Let one server run another image, in the workspace and in the plain site."""
        source = renewed(server(number, AT, SERVICES), AT + timedelta(hours=1), "changed")
        self.workspace.path(snapshot_path(source.id)).write_bytes(source_bytes(source))
        page = self.root / "docs" / "servers" / f"{server_name(number)}.md"
        page.write_text(page.read_text("utf-8") + "\nchanged\n", "utf-8")

    def plugin(self) -> Child:
        """Return what MkDocs costs with our plugin: rendering and building, no edition."""
        site = str(self.root / "site-plugin")
        return child([str(PROGRAMS / "mkdocs"), "build", "-q", "-d", site], self.workspace.root)

    def plain(self, name: str, *more: str) -> Child:
        """Return what plain MkDocs costs with the same or with the full navigation."""
        argv = [str(PROGRAMS / "mkdocs"), "build", "-q", "-f", f"{name}.yml", *more]
        return child(argv, self.root)

    def edition(self) -> Path:
        """Return the folder of the only edition."""
        return next(path for path in self.workspace.book.iterdir() if path.is_dir())

    def _declare(self) -> None:
        names = [server_name(number) for number in range(self.pages)]
        servers = "".join(f"  {name}: {{address: {name}.example.org}}\n" for name in names)
        head = "title: Benchmark\noperator: operator\nservers:\n"
        self.workspace.path("inventory/fleet.yml").write_text(head + servers, "utf-8")
        self.workspace.path("collectors/ssh.yml").write_text("defaults: {user: root}\n", "utf-8")
        for number in range(self.pages):
            source = server(number, AT, SERVICES)
            file = self.workspace.path(snapshot_path(source.id))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(source_bytes(source))

    def _plain(self, name: str, nav: list[object] | None) -> None:
        text = self.workspace.path(MKDOCS).read_text("utf-8")
        settings = yaml.load(text, yaml.CSafeLoader)  # noqa: TID251  safe; our own template
        settings["plugins"] = [one for one in settings["plugins"] if one != "heirbook"]
        settings |= {"docs_dir": "docs", "site_dir": f"site-{name}", "strict": False}
        if nav is not None:
            settings["nav"] = nav
        (self.root / f"{name}.yml").write_text(yaml.safe_dump(settings), "utf-8")


def building(book: _Book, rounds: int) -> Iterator[Figure]:
    """Yield processor time and size a page of an edition, of the plugin and of plain MkDocs."""
    runs: dict[str, Callable[[], Child]] = {
        "edition": book.build,
        "plugin": book.plugin,
        "same": partial(book.plain, "same"),
    }
    if book.pages <= FULL_NAVIGATION_TO:
        runs["full"] = partial(book.plain, "full")
    timed = {name: partial(_cpu_ms, run, book.pages) for name, run in runs.items()}
    seen = {name: round(value, 1) for name, value in medians(rounds, timed).items()}
    peers = {"MkDocs, same navigation": seen["same"]}
    if "full" in seen:
        peers["MkDocs, full navigation"] = seen["full"]
    what = f"{book.pages} pages"
    yield Figure(f"{what}: heirbook build", "ms CPU a page", seen["edition"], peers, goal=18)
    limit = round(seen["same"] * 1.3, 1)
    yield Figure(f"{what}: render and plugin", "ms CPU a page", seen["plugin"], peers, limit)
    own = _median_kb(book.edition())
    sizes = (
        {"MkDocs, full navigation": _median_kb(book.root / "site-full")} if "full" in seen else {}
    )
    yield Figure(f"{what}: median page", "kB", own, sizes, goal=60)


def gates(book: _Book) -> Iterator[Figure]:
    """Yield what the gates and the reference build cost, to be compared with the whole build."""
    config = load_site_config(book.workspace.path(MKDOCS))
    declared = load_declared(book.workspace)
    key = fingerprint_key(book.workspace, os.environ)
    edition = book.edition()
    terms = gate_terms(book.workspace, declared, key, datetime.now(UTC).date())
    secret = EditionGate(terms).of_edition(edition.name, {LANGUAGE: ""}, {})
    began = time.process_time()
    reference = reference_of(config, (LANGUAGE,))
    built = time.process_time()
    secret(book.workspace.book)
    judged = time.process_time()
    check_site(edition, reference)
    ended = time.process_time()
    a_page = 1000 / book.pages
    what = f"{book.pages} pages: of it the"
    yield Figure(f"{what} secret gate", "ms CPU a page", round((judged - built) * a_page, 2))
    yield Figure(f"{what} output gate", "ms CPU a page", round((ended - judged) * a_page, 2))
    yield Figure(f"{what} reference build", "ms CPU a page", round((built - began) * a_page, 2))


def changing(book: _Book) -> Figure:
    """Return what one changed server costs beyond the start of the program, as it stands built."""
    started = child([sys.executable, "-c", "import heirbook.editions"], book.root).cpu_s
    started_plain = child([str(PROGRAMS / "mkdocs"), "--version"], book.root).cpu_s
    book.change(book.pages // 2)
    own = book.build_again().cpu_s - started
    peers = {
        "MkDocs --dirty, which empties the index": book.plain("same", "--dirty").cpu_s,
        "MkDocs, same navigation": book.plain("same").cpu_s,
    }
    seen = {name: round(cpu_s - started_plain, 1) for name, cpu_s in peers.items()}
    return Figure(f"{book.pages} pages: one changed server", "s CPU", round(own, 1), seen, goal=2)


def serving(book: _Book) -> Figure:
    """Return how long `heirbook serve` takes from a saved file to the page that shows it."""
    argv = [str(PROGRAMS / "heirbook"), "serve", "--port", str(SERVE_PORT)]
    note = book.workspace.docs / "note.md"
    note.write_text("# Note\n\nbenchmarkone\n", "utf-8")
    with subprocess.Popen(
        argv, cwd=book.workspace.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as serve:
        try:
            _until_shown("benchmarkone")
            note.write_text("# Note\n\nbenchmarktwo\n", "utf-8")
            began = time.monotonic()
            _until_shown("benchmarktwo")
            took = time.monotonic() - began
        finally:
            serve.terminate()
    return Figure(f"{book.pages} pages: serve, change to screen, wall", "s", round(took, 1))


def _until_shown(text: str) -> None:
    ends = time.monotonic() + 600
    while time.monotonic() < ends:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{SERVE_PORT}/note.html") as page:
                if text in page.read().decode():
                    return
        except URLError:
            pass
        time.sleep(0.05)
    message = f"the page never showed '{text}'"
    raise RuntimeError(message)


def _cpu_ms(run: Callable[[], Child], pages: int) -> float:
    return run().cpu_s * 1000 / pages


def _median_kb(site: Path) -> float:
    pages = [file for file in site.rglob("*.html") if "plain" not in file.parts]
    return round(statistics.median(file.stat().st_size for file in pages) / KB, 1)


if __name__ == "__main__":
    main()
