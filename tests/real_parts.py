"""Real programs for tests: what each needs, one place for all skips, and the parts themselves."""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

pytest_plugins = [
    "tests.parts.browser",
    "tests.parts.debian",
    "tests.parts.sshd",
    "tests.parts.foreign",
    "tests.parts.alpine",
    "tests.parts.containers",
    "tests.parts.small_disk",
    "tests.parts.kubectl",
    "tests.parts.dns",
    "tests.parts.web",
]

SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def need(*programs: str) -> tuple[str, ...]:
    """Return the full paths of these programs; skip the test, naming the first that is missing."""
    found = tuple(shutil.which(program, path=_search_path()) for program in programs)
    for program, path in zip(programs, found, strict=True):
        if path is None:
            unavailable(f"no {program} here")
    return tuple(path for path in found if path)


def need_root() -> None:
    """Return when the tests run as root; else skip the test."""
    if os.geteuid() != 0:
        unavailable("not root")


def true_cluster() -> Path:
    """Return the kubeconfig of a true cluster that the operator named; else skip the test."""
    named = os.environ.get("HEIRBOOK_TEST_KUBECONFIG")
    if not named:
        unavailable("HEIRBOOK_TEST_KUBECONFIG names no cluster")
    return Path(named)


def unavailable(reason: str) -> NoReturn:
    """Skip the test because a real part cannot be had here: `skipped, because …`."""
    pytest.skip(f"because {reason}")


def cache_folder() -> Path:
    """Return the folder that keeps what is slow to make: `$HEIRBOOK_TEST_CACHE`, or in ~/.cache."""
    named = os.environ.get("HEIRBOOK_TEST_CACHE")
    folder = Path(named) if named else Path.home() / ".cache" / "heirbook-tests"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _search_path() -> str:
    """Return PATH with the folders of root's programs: a plain user's PATH lacks sshd."""
    return f"{os.environ.get('PATH', '')}:{SYSTEM_PATH}"
