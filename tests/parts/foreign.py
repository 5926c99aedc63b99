"""Debian servers of other processors: packages unpacked side by side, run through qemu."""

import hashlib
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.parts.debian import archive, one_at_a_time
from tests.parts.sshd import Account, SshLab, SshServer
from tests.real_parts import cache_folder, need, need_root, unavailable

INCLUDED = ("openssh-server", "procps", "iproute2", "busybox-static")
EMULATORS = {"arm64": "qemu-aarch64", "armhf": "qemu-arm"}
_FORMATS = Path("/proc/sys/fs/binfmt_misc")
_MAKE_TIMEOUT_S = 900
_RECIPE = "2"
"""Another number when `_set_up` changes, since the kept folders are then stale."""


@dataclass(frozen=True)
class Foreign:
    """A server of another processor."""

    architecture: str
    """As Debian calls it."""
    lab: SshLab
    server: SshServer


@pytest.fixture(scope="session", params=sorted(EMULATORS))
def foreign(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Foreign]:
    """Return a Debian of arm64, then one of armhf, with a real sshd; login as root."""
    architecture: str = request.param
    root = foreign_root(architecture)
    need("sshd", "ssh-keygen", "unshare", "nsenter", "chroot")
    lab = SshLab(root, tmp_path_factory.mktemp(architecture))
    try:
        server = lab.start(architecture, Account("root", "root"))
        server.run("/bin/sh", "-c", "cp /etc/heirbook-lab/ssh_host_* /etc/ssh/")
        yield Foreign(architecture, lab, server)
    finally:
        lab.stop()


def foreign_root(architecture: str) -> Path:
    """Return a folder with a bare Debian of this processor whose programs run here."""
    need_root()
    _enable(EMULATORS[architecture])
    root = unpacked_root(architecture, INCLUDED)
    run = subprocess.run(["chroot", root, "/bin/true"], capture_output=True, check=False)
    if run.returncode != 0:
        unavailable(f"this kernel runs no program of {architecture}")
    return root


def _enable(emulator: str) -> None:
    """Let the kernel start programs through this emulator, as its package does at boot."""
    need(f"{emulator}-static")
    mount, update = need("mount", "update-binfmts")
    with one_at_a_time(cache_folder() / "emulators.lock"):
        if not (_FORMATS / "status").exists():
            subprocess.run([mount, "-t", "binfmt_misc", "none", _FORMATS], check=False)
        if not (_FORMATS / emulator).exists():
            subprocess.run([update, "--enable", emulator], check=False)


def unpacked_root(architecture: str, packages: Sequence[str]) -> Path:
    """Return a folder of these packages and what they need, where no package's script has run.

    Under emulation those scripts take minutes. It is shared and never written to.
    """
    need("debootstrap", "dpkg-deb", "tar", "apt-get")
    mirror, suite = archive()
    key = hashlib.sha256(" ".join((_RECIPE, mirror, suite, *packages)).encode()).hexdigest()[:12]
    root = cache_folder() / f"unpacked-{suite}-{architecture}-{key}"
    with one_at_a_time(cache_folder() / f"{architecture}.lock"):
        if not root.is_dir():
            unfinished = root.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            listed = f"--include={','.join(packages)}"
            _unpack(unfinished, f"--arch={architecture}", listed, suite, str(unfinished), mirror)
            _set_up(unfinished)
            unfinished.rename(root)
    return root


def _unpack(root: Path, *words: str) -> None:
    fetched = subprocess.run(
        ["debootstrap", "--foreign", "--variant=minbase", *words],
        capture_output=True, text=True, timeout=_MAKE_TIMEOUT_S, check=False,
    )  # fmt: skip
    if fetched.returncode != 0:
        message = f"debootstrap failed: {fetched.stdout[-2000:]}"
        raise RuntimeError(message)
    if (root / "proc").is_symlink():
        (root / "proc").unlink()
    for package in sorted((root / "var/cache/apt/archives").glob("*.deb")):
        files = subprocess.run(
            ["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE, check=True
        ).stdout
        # not `dpkg-deb -x`: it makes a folder of the link from /lib to /usr/lib
        extract = ["tar", "-x", "--keep-directory-symlink", "-C", str(root)]
        subprocess.run(extract, input=files, check=True)
        package.unlink()


def _set_up(root: Path) -> None:
    """Do what the packages' own scripts would: accounts, awk, the settings of sshd."""
    shutil.rmtree(root / "debootstrap")
    (root / "usr/bin/awk").symlink_to("mawk")
    etc, masters = root / "etc", root / "usr/share/base-passwd"
    accounts = (masters / "passwd.master").read_text("ascii")
    accounts += "sshd:*:100:65534::/run/sshd:/usr/sbin/nologin\n"
    (etc / "passwd").write_text(accounts.replace(":*:", ":x:"), "ascii")
    shutil.copy(masters / "group.master", etc / "group")
    shadow = (f"{line.partition(':')[0]}:*:20000:0:99999:7:::" for line in accounts.splitlines())
    (etc / "shadow").write_text("\n".join(shadow) + "\n", "ascii")
    (etc / "shadow").chmod(0o640)
    for template in root.glob("usr/share/openssh/sshd_config"):
        shutil.copy(template, etc / "ssh/sshd_config")
