"""A server like Alpine: busybox, OpenRC and doas; no systemd, sudo, bash, Python or Debian."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.parts.foreign import unpacked_root
from tests.parts.sshd import Account, SshLab, SshServer
from tests.real_parts import need

FILES = Path(__file__).parent / "alpine"
"""Files as Alpine has them, and an `apk` that prints what Alpine's has printed."""
ACCOUNTS = (Account("root", "root"), Account("heirbook", "doas"), Account("plain"))
_OPENRC = (
    "usr/bin/rc-status", "usr/sbin/openrc", "usr/sbin/openrc-run", "usr/sbin/rc-service",
    "usr/sbin/rc-update", "usr/lib/rc", "usr/lib/*/librc.so.1", "usr/lib/*/libeinfo.so.1",
)  # fmt: skip
_OF_DEBIAN = (
    "etc/debian_version", "etc/sudoers", "etc/sudoers.d", "etc/cron.daily", "etc/cron.d",
    "etc/init.d", "etc/apt", "var/spool/cron", "usr/lib/os-release", "etc/os-release",
)  # fmt: skip
_START = r"""set -e
chmod 4755 /usr/bin/doas
sed -i 's#^\(root:.*\):[^:]*$#\1:/bin/ash#' /etc/passwd
cp /etc/heirbook-lab/ssh_host_* /etc/ssh/
mkdir -p /var/spool/cron /run/openrc
ln -s /etc/crontabs /var/spool/cron/crontabs
for level in sysinit boot default shutdown; do mkdir -p /etc/runlevels/$level; done
: > /etc/insserv.conf
: > /run/openrc/softlevel
rc-update add hostname boot
rc-update add crond default
rc-update add sshd default
openrc boot
openrc default
"""


@pytest.fixture(scope="session")
def alpine(ssh_lab: SshLab, debian_root: Path) -> SshServer:
    """Return it running with its services started, logins as `ACCOUNTS` has them."""
    openrc = unpacked_root(_own_architecture(), ("openrc",))
    server = ssh_lab.start("alpine", *ACCOUNTS, flavour="busybox")
    for path in _OF_DEBIAN:
        server.run("rm", "-rf", f"/{path}")
    for pattern in _OPENRC:
        for source in openrc.glob(pattern):
            _copy(source, server.files / source.relative_to(openrc))
    _copy(debian_root / "usr/bin/doas", server.files / "usr/bin/doas")
    _copy(FILES, server.files)
    server.run("/bin/sh", "-c", _START)
    return server


def _own_architecture() -> str:
    (dpkg,) = need("dpkg")
    shown = subprocess.run([dpkg, "--print-architecture"], capture_output=True, check=True)
    return shown.stdout.decode("ascii").strip()


def _copy(source: Path, place: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, place, symlinks=True, dirs_exist_ok=True)
    else:
        shutil.copy(source, place)
