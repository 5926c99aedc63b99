"""A small Debian system in a folder, made once with debootstrap and kept in the cache."""

import fcntl
import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.real_parts import cache_folder, need, need_root, unavailable

INCLUDED = (
    "openssh-server", "sudo", "opendoas", "busybox-static",
    "systemd-sysv", "dbus", "procps", "iproute2",
)  # fmt: skip
_MAKE_TIMEOUT_S = 900


@pytest.fixture(scope="session")
def debian_root() -> Path:
    """Return a folder with a bare Debian; it is shared and never written to."""
    need_root()
    need("debootstrap", "apt-get")
    mirror, suite = archive()
    key = hashlib.sha256(" ".join((mirror, suite, *INCLUDED)).encode()).hexdigest()[:12]
    root = cache_folder() / f"debian-{suite}-{key}"
    with one_at_a_time(cache_folder() / "debian.lock"):
        if not root.is_dir():
            _make(root, mirror, suite)
    return root


def archive() -> tuple[str, str]:
    """Return the archive and the suite that this machine's own apt is set up with."""
    form = "$(REPO_URI)|$(RELEASE)|$(COMPONENT)"
    listed = subprocess.run(
        ["apt-get", "indextargets", "--format", form, "Created-By: Packages"],
        capture_output=True, text=True, check=True, timeout=60,
    ).stdout  # fmt: skip
    suite = _os_release().get("VERSION_CODENAME", "")
    for line in listed.splitlines():
        mirror, release, component = line.split("|")
        if (release, component) == (suite, "main"):
            return mirror, suite
    return unavailable("apt knows no archive of this release")


def _os_release() -> dict[str, str]:
    lines = Path("/etc/os-release").read_text("utf-8").splitlines()
    pairs = (line.partition("=") for line in lines if "=" in line)
    return {name: value.strip('"') for name, _, value in pairs}


@contextmanager
def one_at_a_time(file: Path) -> Iterator[None]:
    """Let one test process at a time make it; the others find it made."""
    with file.open("w") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield


def _make(root: Path, mirror: str, suite: str) -> None:
    unfinished = root.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    made = subprocess.run(
        ["debootstrap", "--variant=minbase", f"--include={','.join(INCLUDED)}", suite,
         str(unfinished), mirror],
        capture_output=True, text=True, timeout=_MAKE_TIMEOUT_S, check=False,
    )  # fmt: skip
    if made.returncode != 0:
        message = f"debootstrap failed: {made.stdout[-2000:]}"
        raise RuntimeError(message)
    for archive in (unfinished / "var/cache/apt/archives").glob("*.deb"):
        archive.unlink()
    for key in (unfinished / "etc/ssh").glob("ssh_host_*"):
        key.unlink()
    unfinished.rename(root)
