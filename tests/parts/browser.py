"""Installed browsers, driven by puppeteer-core in node: one task of visits, and what was seen."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest

from tests.real_parts import cache_folder, need, unavailable

FOLDER = Path(__file__).parents[1] / "browser"
LONGEST_S = 300
BrowserName = Literal["chromium", "firefox"]
PROGRAMS: dict[BrowserName, str] = {"chromium": "chromium", "firefox": "firefox-esr"}


@dataclass(frozen=True)
class Seen:
    """What one visit of a page caused."""

    url: str
    requests: tuple[str, ...]
    failed: tuple[str, ...]
    errors: tuple[str, ...]
    violations: tuple[str, ...]
    results: tuple[Any, ...]  # whatever the page's own scripts answered

    @property
    def complaints(self) -> tuple[str, ...]:
        """Return everything that a quiet page does not cause."""
        return self.failed + self.errors + self.violations


@dataclass(frozen=True)
class Visit:
    """One page to open: `site:/…` is below the served folder, anything else an address."""

    url: str
    actions: tuple[dict[str, Any], ...] = ()  # as driver.mjs lists them
    javascript: bool = True
    clock: str | None = None
    width: int | None = None
    without_policy: bool = False
    """Ignore the page's content policy: what it holds must be harmless without it too."""


@dataclass(frozen=True)
class Browser:
    """One installed browser."""

    name: BrowserName
    executable: str
    modules: Path
    profiles: Path
    prefix: tuple[str, ...] = ()
    """What runs the driver, such as `unshare -n`."""

    def visits(self, wanted: Sequence[Visit], serve: Path | None = None) -> tuple[Seen, ...]:
        """Return what each visit caused, from one run with a new profile."""
        profile = self.profiles / f"profile-{len(list(self.profiles.iterdir()))}"
        profile.mkdir()
        task = {
            "browser": self.name,
            "executable": self.executable,
            "profile": str(profile),
            "serve": str(serve) if serve else None,
            "visits": [vars(visit) for visit in wanted],
        }
        done = subprocess.run(
            [*self.prefix, "node", str(self.modules / "driver.mjs")],
            input=json.dumps(task),
            capture_output=True,
            text=True,
            timeout=LONGEST_S,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-4000:]
        answers = json.loads(done.stdout)["visits"]
        return tuple(
            Seen(visit.url, **{name: tuple(found) for name, found in answer.items()})
            for visit, answer in zip(wanted, answers, strict=True)
        )


@pytest.fixture(scope="session")
def browser_modules() -> Path:
    """Return a folder with the driver and what the lock file names, installed once."""
    need("node", "npm")
    lock = (FOLDER / "package-lock.json").read_bytes()
    folder = cache_folder() / f"browser-{hashlib.sha256(lock).hexdigest()[:12]}"
    folder.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json", "driver.mjs"):
        shutil.copy(FOLDER / name, folder / name)
    if not (folder / "node_modules" / ".package-lock.json").is_file():
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            unavailable("puppeteer-core is not installed and npm cannot fetch it")
    return folder


@pytest.fixture(scope="session")
def open_browser(
    browser_modules: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Browser]:
    """Return a function that gives a browser by name, optionally run by another program."""

    def opened(name: BrowserName = "chromium", *prefix: str) -> Browser:
        (executable,) = need(PROGRAMS[name])
        profiles = tmp_path_factory.mktemp("profiles")
        return Browser(name, executable, browser_modules, profiles, prefix)

    return opened
