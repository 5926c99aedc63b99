"""Real OpenSSH servers on loopback, each in its own small Debian: accounts, keys, jump hosts."""

import shlex
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Literal

import pytest

from tests.parts.namespaces import children, end_apart, numbers_in_namespaces, start_apart
from tests.real_parts import need

Privilege = Literal["root", "sudo", "sudo_password", "doas", "none"]
Flavour = Literal["debian", "busybox", "systemd"]
_READY_S = 20.0
_SUDO_RULES = {"sudo": "ALL=(ALL) NOPASSWD: ALL", "sudo_password": "ALL=(ALL) ALL"}


@dataclass(frozen=True)
class Account:
    """A login: how it becomes root, its shell, and what stands before its key."""

    user: str = "heirbook"
    privilege: Privilege = "none"
    shell: str = "/bin/sh"
    key_options: str = ""
    """`command="…",restrict` and the like, as in authorized_keys(5)."""


@dataclass
class SshServer:
    """A running sshd: where it answers, its host keys, its log, and its inside."""

    name: str
    address: str
    port: int
    accounts: tuple[Account, ...]
    host_keys: tuple[str, ...]
    """`type base64`, one a key."""
    log_file: Path
    process: subprocess.Popen[bytes]
    flavour: Flavour

    @property
    def user(self) -> str:
        """Return the first account's name."""
        return self.accounts[0].user

    @property
    def pin_lines(self) -> tuple[str, ...]:
        """Return its keys as they are pinned."""
        return tuple(f"[{self.address}]:{self.port} {key}\n" for key in self.host_keys)

    @property
    def log(self) -> str:
        """Return what sshd has logged."""
        return self.log_file.read_text("utf-8", "replace") if self.log_file.exists() else ""

    def logins(self) -> int:
        """Return how many logins it accepted."""
        return self.log.count("Accepted publickey")

    def refused_logins(self) -> int:
        """Return how many login attempts it refused."""
        return self.log.count("Failed publickey")

    def run(self, *argv: str, stdin: str = "") -> str:
        """Return what a program printed that ran inside the server as root.

        Raises:
            subprocess.CalledProcessError: when it failed.
        """
        return subprocess.run(
            [*self.enter, *argv],
            input=stdin,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout

    @property
    def enter(self) -> tuple[str, ...]:
        """Return the words that run what follows them inside the server as root."""
        return ("nsenter", "-t", str(self.inner_pid), "-m", "-p", "-u", "-r", "-w", "--")

    @property
    def files(self) -> Path:
        """Return its root folder, as it is reached from here."""
        return Path(f"/proc/{self.inner_pid}/root")

    def write(self, path: str, text: str, mode: str = "644") -> None:
        """Write a file inside the server."""
        quoted = shlex.quote(path)
        line = f"mkdir -p $(dirname {quoted}) && cat > {quoted} && chmod {mode} {quoted}"
        self.run("/bin/sh", "-c", line, stdin=text)

    @property
    def inner_pid(self) -> int:
        """Return the process id, as seen from here, of the server's first process."""
        pid, depth = self.process.pid, 3 if self.flavour == "systemd" else 2
        while len(numbers_in_namespaces(pid)) < depth:
            pid = children(pid)[0]
        return pid

    def stop(self) -> None:
        """End the server and everything inside it."""
        end_apart(self.process)


class SshLab:
    """Starts servers; all accept the one client key `identity`."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._root = root
        self._folder = folder
        self._numbers = count(11)
        self._lock = threading.Lock()
        self.servers: list[SshServer] = []
        self.identity = folder / "client_ed25519"
        _keygen(self.identity, "ed25519")
        self.public_key = self.identity.with_suffix(".pub").read_text("ascii").strip()

    def start(
        self,
        name: str,
        *accounts: Account,
        flavour: Flavour = "debian",
        key_types: Sequence[str] = ("ed25519",),
        config: str = "",
    ) -> SshServer:
        """Return a new server with these accounts; `config` is added to its sshd_config."""
        with self._lock:
            number = next(self._numbers)
        folder = self._folder / f"{number}-{name}"
        folder.mkdir()
        address = f"127.0.{number // 250}.{number % 250}"
        port = _free_port(address)
        for key_type in key_types:
            _keygen(folder / f"ssh_host_{key_type}_key", key_type)
        used = accounts or (Account("root", "root"),)
        _write_setup(folder, name, used, self.public_key, flavour)
        _write_config(folder, f"{address}:{port}", key_types, flavour, config)
        server = SshServer(
            name, address, port, used, _public_keys(folder), folder / "sshd.log",
            _launch(self._root, folder, name, systemd=flavour == "systemd"), flavour,
        )  # fmt: skip
        self.servers.append(server)
        _wait_until_ready(server)
        return server

    def stop(self) -> None:
        """End all servers."""
        for server in self.servers:
            if server.process.poll() is None:
                server.stop()


def _keygen(file: Path, key_type: str) -> None:
    (keygen,) = need("ssh-keygen")
    size = ["-b", "3072"] if key_type == "rsa" else []
    command = [keygen, "-q", "-t", key_type, *size, "-N", "", "-C", "test", "-f", str(file)]
    subprocess.run(command, check=True, timeout=60, stdin=subprocess.DEVNULL)


def _public_keys(folder: Path) -> tuple[str, ...]:
    files = sorted(folder.glob("ssh_host_*_key.pub"))
    return tuple(" ".join(file.read_text("ascii").split()[:2]) for file in files)


def _free_port(address: str) -> int:
    with socket.socket() as sock:
        sock.bind((address, 0))
        return int(sock.getsockname()[1])


def _write_config(
    folder: Path, listen: str, key_types: Sequence[str], flavour: Flavour, more: str
) -> None:
    lines = [
        f"ListenAddress {listen}",
        *(f"HostKey /etc/heirbook-lab/ssh_host_{kind}_key" for kind in key_types),
        "PidFile none",
        "UsePAM no",
        "PermitRootLogin prohibit-password",
        "PasswordAuthentication no",
        "KbdInteractiveAuthentication no",
        "LogLevel VERBOSE",
        "MaxStartups 100",
        "Subsystem sftp internal-sftp",
    ]
    if flavour == "busybox":
        lines.append("SetEnv PATH=/usr/sbin:/usr/bin:/sbin:/bin")
    folder.joinpath("sshd_config").write_text("\n".join([*lines, more]) + "\n", "ascii")


def _write_setup(
    folder: Path, name: str, accounts: Sequence[Account], public_key: str, flavour: Flavour
) -> None:
    """Write the script that makes a shared Debian into this server, run inside it."""
    lines = ["set -e", "export PATH=/usr/sbin:/usr/bin:/sbin:/bin"]
    lines += [] if flavour == "systemd" else [f"hostname {name}"]
    lines += [f"echo 127.0.0.1 localhost {name} > /etc/hosts", "mkdir -p /run/sshd"]
    for account in accounts:
        lines += _account_lines(account, public_key)
    if flavour == "busybox":
        lines += _BUSYBOX_LINES
    folder.joinpath("setup.sh").write_text("\n".join(lines) + "\n", "utf-8")


def _account_lines(account: Account, public_key: str) -> list[str]:
    user, home = account.user, "/root" if account.user == "root" else f"/home/{account.user}"
    key = f"{account.key_options} {public_key}".strip()
    lines = [] if user == "root" else [f"useradd -m -s {account.shell} {user}"]
    lines += [
        f"usermod -p '*' {user}",
        f"mkdir -p {home}/.ssh",
        f"echo {shlex.quote(key)} > {home}/.ssh/authorized_keys",
        f"chmod 700 {home}/.ssh && chmod 600 {home}/.ssh/authorized_keys",
        f"chown -R {user}: {home}/.ssh",
    ]
    match account.privilege:
        case "sudo" | "sudo_password" as kind:
            rule = f"{user} {_SUDO_RULES[kind]}"
            lines.append(f"echo '{rule}' > /etc/sudoers.d/{user}; chmod 440 /etc/sudoers.d/{user}")
        case "doas":
            lines.append(f"echo 'permit nopass {user} as root' >> /etc/doas.conf")
            lines.append("rm -f /usr/bin/sudo")
    return lines


# leaves sshd, busybox and their libraries: as bare as a small Alpine or an appliance
_BUSYBOX_LINES = [
    "mkdir -p /lab-bin && cp /usr/sbin/sshd /usr/bin/busybox /lab-bin/",
    "B=/lab-bin/busybox",
    "for folder in /usr/bin /usr/sbin /var/lib/dpkg /var/lib/apt /usr/lib/systemd /etc/systemd; do",
    "  $B mount -t tmpfs -o mode=755 none $folder",
    "done",
    "$B cp /lab-bin/sshd /usr/sbin/sshd",
    "$B cp /lab-bin/busybox /usr/bin/busybox",
    "/usr/bin/busybox --install -s /usr/bin",
]

_LAUNCH = """set -e
mkdir -p "$2/upper" "$2/work" "$2/root"
mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work" "$2/root" 2>/dev/null ||
  { cp -a --reflink=auto "$1/." "$2/root/"; mount --bind "$2/root" "$2/root"; }
cd "$2/root"
mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
mount -t tmpfs -o mode=755 tmpfs dev
mkdir -p dev/pts dev/shm etc/heirbook-lab
mount -t devpts -o newinstance,ptmxmode=666,mode=620,gid=5 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
for node in null:3 zero:5 full:7 random:8 urandom:9; do
  mknod -m 666 "dev/${node%:*}" c 1 "${node#*:}"
done
mknod -m 666 dev/tty c 5 0
cp "$2"/ssh_host_* "$2/sshd_config" etc/heirbook-lab/
chroot . /bin/sh < "$2/setup.sh"
exec chroot . /usr/sbin/sshd -D -e -f /etc/heirbook-lab/sshd_config
"""

# the machine's own systemd is told nothing of it, and need not be there
_BOOT = """set -e
mkdir -p "$2/upper" "$2/work" "$2/root"
mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work" "$2/root" 2>/dev/null ||
  cp -a --reflink=auto "$1/." "$2/root/"
cd "$2/root"
mkdir -p etc/heirbook-lab etc/systemd/system/ssh.service.d
cp "$2"/ssh_host_* "$2/sshd_config" etc/heirbook-lab/
cat > etc/systemd/system/ssh.service.d/lab.conf <<END
[Service]
ExecStartPre=
ExecStart=
ExecStart=/usr/sbin/sshd -D -e -f /etc/heirbook-lab/sshd_config
StandardError=append:/var/log/lab-sshd.log
END
chroot . /bin/sh < "$2/setup.sh"
ln -sf /dev/null etc/systemd/system/console-getty.service
: > "$2/sshd.log"; : > var/log/lab-sshd.log
exec systemd-nspawn --boot --quiet --register=no --keep-unit --console=read-only \
  --directory="$2/root" --machine="$3" --hostname="$3" --link-journal=no --resolv-conf=off \
  --timezone=off --bind="$2/sshd.log:/var/log/lab-sshd.log"
"""


def _launch(root: Path, folder: Path, name: str, *, systemd: bool) -> subprocess.Popen[bytes]:
    argv = ["/bin/sh", "-c", _BOOT if systemd else _LAUNCH, "launch", str(root), str(folder), name]
    return start_apart(argv, folder / ("console" if systemd else "sshd.log"))


def _wait_until_ready(server: SshServer) -> None:
    ends = time.monotonic() + _READY_S
    while time.monotonic() < ends:
        if server.process.poll() is not None:
            break
        try:
            socket.create_connection((server.address, server.port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    console = server.log_file.with_name("console")
    said = console.read_text("utf-8", "replace") if console.exists() else server.log
    message = f"sshd '{server.name}' did not start: {said[-2000:]}"
    raise RuntimeError(message)


@pytest.fixture(scope="session")
def ssh_lab(debian_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshLab]:
    """Return the lab that starts real SSH servers; they end with the session."""
    need("sshd", "ssh-keygen", "unshare", "nsenter", "chroot")
    lab = SshLab(debian_root, tmp_path_factory.mktemp("sshd"))
    try:
        yield lab
    finally:
        lab.stop()


@pytest.fixture(scope="session")
def systemd_server(ssh_lab: SshLab) -> SshServer:
    """Return a server that booted with systemd: units, timers, a journal; login as root."""
    need("systemd-nspawn")
    return ssh_lab.start("unit", Account("root", "root"), flavour="systemd")


@dataclass(frozen=True)
class Fleet:
    """Four servers that differ in how much they let a collector see."""

    lab: SshLab
    upe: SshServer
    """Login as root; the way to `nas`."""
    nas: SshServer
    """A user with sudo; meant to be reached through `upe`."""
    pi: SshServer
    """A plain user without any right."""
    box: SshServer
    """Nothing but busybox."""

    @property
    def servers(self) -> tuple[SshServer, ...]:
        """Return all four."""
        return (self.upe, self.nas, self.pi, self.box)

    @property
    def known_hosts(self) -> str:
        """Return the pins of all four."""
        return "".join(line for server in self.servers for line in server.pin_lines)


@pytest.fixture(scope="session")
def fleet(ssh_lab: SshLab) -> Fleet:
    """Return four real servers, one of them the way to another."""
    return Fleet(
        ssh_lab,
        upe=ssh_lab.start("upe", Account("root", "root")),
        nas=ssh_lab.start("nas", Account("heirbook", "sudo")),
        pi=ssh_lab.start("pi", Account("pi")),
        box=ssh_lab.start("box", Account("heirbook"), flavour="busybox"),
    )
