"""Real OpenSSH servers on loopback ports, all from one temporary folder, and the ways to them."""

import os
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from fleet import server_name

FIRST_PORT = 22_000
_CONFIG = """ListenAddress 127.0.0.1
HostKey {folder}/host_ed25519
AuthorizedKeysFile {folder}/client_ed25519.pub
PidFile none
UsePAM no
StrictModes no
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
MaxStartups 300
LogLevel ERROR
"""
_SSH_YML = """defaults: {{user: root, identity: {identity}, budget: 600s}}
parallel: {parallel}
sections: {{skip: [{skip}]}}
servers:
"""


@dataclass(frozen=True)
class Asking:
    """How the product is to ask: how many at once, and which sections it leaves out."""

    parallel: int = 8
    skip: tuple[str, ...] = ()


class SshdFleet:
    """Some running sshd's; a context manager, at whose end they are ended."""

    def __init__(self, folder: Path, count: int) -> None:
        self._folder = folder
        self.ports = tuple(range(FIRST_PORT, FIRST_PORT + count))
        self._running: list[subprocess.Popen[bytes]] = []

    @property
    def identity(self) -> Path:
        """Return the private key that all of them accept."""
        return self._folder / "client_ed25519"

    @property
    def known_hosts(self) -> Path:
        """Return the file with their host key, once a port."""
        return self._folder / "known_hosts"

    def __enter__(self) -> Self:
        self._folder.mkdir(mode=0o700)
        for name in ("host_ed25519", "client_ed25519"):
            keygen = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "benchmark", "-f", name]
            subprocess.run(keygen, cwd=self._folder, check=True)
        config = self._folder / "sshd_config"
        config.write_text(_CONFIG.format(folder=self._folder), "ascii")
        key = " ".join((self._folder / "host_ed25519.pub").read_text("ascii").split()[:2])
        self.known_hosts.write_text(pins(self.ports, key), "ascii")
        for port in self.ports:
            argv = ["/usr/sbin/sshd", "-D", "-f", str(config), "-o", f"Port={port}"]
            self._running.append(subprocess.Popen(argv, stderr=subprocess.DEVNULL))
        for port in self.ports:
            _wait_for(port)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for process in self._running:
            process.terminate()
        for process in self._running:
            process.wait()

    def key_line(self) -> str:
        """Return type and base64 of the host key."""
        return " ".join(self.known_hosts.read_text("ascii").split()[1:3])

    def workspace(self, root: Path, asking: Asking) -> Path:
        """Return a new workspace that declares all of them."""
        names = [server_name(number) for number in range(len(self.ports))]
        servers = "".join(f"  {name}: {{address: 127.0.0.1}}\n" for name in names)
        files = {
            "inventory/fleet.yml": f"title: Benchmark\noperator: operator\nservers:\n{servers}",
            "inventory/people.yml": "people:\n  operator: {name: Operator, roles: [operator]}\n",
            "collectors/ssh.yml": _SSH_YML.format(
                identity=self.identity, parallel=asking.parallel, skip=", ".join(asking.skip)
            )
            + "".join(
                f"  {name}: {{port: {port}}}\n"
                for name, port in zip(names, self.ports, strict=True)
            ),
            "collectors/known_hosts": self.known_hosts.read_text("ascii"),
        }
        for path, text in files.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        return root


def pins(ports: Sequence[int], key: str) -> str:
    """Return the lines of a `known_hosts` for these ports."""
    return "".join(f"[127.0.0.1]:{port} {key}\n" for port in ports)


def _wait_for(port: int) -> None:
    ends = time.monotonic() + 20
    while time.monotonic() < ends:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == os.EX_OK:
                return
        time.sleep(0.02)
    message = f"no sshd answers at port {port} (is there a folder /run/sshd?)"
    raise RuntimeError(message)
