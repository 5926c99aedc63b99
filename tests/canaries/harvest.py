"""A fleet full of canaries, collected and built by the real program, and all that this left."""

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from heirbook.collectors.script import assemble, exec_line
from heirbook.collectors.server_plan import all_sections
from tests.canaries.planting import PROCESSES, plant
from tests.canaries.tracing import traced
from tests.collectors.test_section_canaries import Pem
from tests.parts.containers import Engine
from tests.parts.sshd import SshLab, SshServer
from tests.real_parts import SYSTEM_PATH

FLEET = """title: River
operator: rasa
servers:
  unit: {{address: {unit.address}, purpose: Everything}}
  user: {{address: {unit.address}, purpose: The same without rights}}
  box: {{address: {box.address}, purpose: Router}}
  here: {{address: 127.0.0.1, purpose: Containers}}
services:
  shop: {{purpose: Shop, owner: rasa, parts: {{unit/unit/shop.service: {{}}}}}}
"""
SSH = """defaults: {{user: root, identity: {identity}, budget: 300s}}
servers:
  unit: {{port: {unit.port}}}
  user: {{port: {unit.port}, user: plain}}
  box: {{port: {box.port}}}
  here: {{transport: local, sections: {{skip: [{skipped}]}}}}
"""
ENGINE_SHELL = """#!/bin/sh
exec unshare --mount /bin/sh -c 'mount -t tmpfs tmpfs /var/lib; mount -t tmpfs tmpfs /root
mkdir -p /var/lib/containers/storage; cp -r {home}/. /root; exec /bin/sh "$@"' sh "$@"
"""


@dataclass(frozen=True)
class Planted:
    """The servers and engines that hold canaries."""

    lab: SshLab
    unit: SshServer
    box: SshServer
    engines: Mapping[str, Engine]
    homes: Path
    """The home of root where the engines are asked."""


def plant_server(server: SshServer, pem: Pem) -> None:
    """Write the canaries below the server's root, and start what holds some."""
    words = {
        "PUBLIC_KEY": pem.public,
        "HALF_CERTIFICATE\n": pem.half,
        "WHOLE_CERTIFICATE\n": pem.certificate,
    }
    plant(Path(f"/proc/{server.inner_pid}/root"), words)
    for script in ("planted/plant.sh", PROCESSES):
        server.run("/bin/sh", f"/{script}")


class Harvest:
    """One workspace, the commands that are run in it, and a folder for each kind of output."""

    def __init__(self, folder: Path, planted: Planted) -> None:
        self.workspace = folder / "workspace"
        self.kept = folder / "kept"
        self._planted = planted
        self._home = folder / "home"
        self._programs = folder / "programs"
        self._temporary = folder / "tmp"
        self._trace = folder / "children"
        for made in (self.kept, self._home, self._programs, self._temporary):
            made.mkdir()
        self.codes: list[int] = []

    def prepare(self, skipped: Sequence[str]) -> None:
        """Make the workspace, its repository, and the programs of the server `here`."""
        planted = self._planted
        self._home.joinpath(".gitconfig").write_text(
            "[user]\nname = Rasa\nemail = rasa@example.org\n[init]\ndefaultBranch = main\n"
        )
        identity = self._home / "id"
        shutil.copy(planted.lab.identity, identity)
        names = {"unit": planted.unit, "box": planted.box, "identity": identity}
        self._program("sh", ENGINE_SHELL.format(home=planted.homes))
        for name, engine in planted.engines.items():
            self._program(name, f'#!/bin/sh\nexec {" ".join(engine.command)} "$@"\n')
        self.run("init", "--operator", "rasa", "--name", "Rasa", str(self.workspace))
        for path, text in {
            "inventory/fleet.yml": FLEET.format(**names),
            "collectors/ssh.yml": SSH.format(skipped=", ".join(skipped), **names),
            "collectors/known_hosts": "".join(
                line for server in (planted.unit, planted.box) for line in server.pin_lines
            ),
        }.items():
            self.workspace.joinpath(path).write_text(text, "utf-8")
        self.git("init", "-q")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "begin")

    def run(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        """Return what the program gave, run in the workspace with every child traced."""
        self.workspace.mkdir(exist_ok=True)
        argv = [sys.executable, "-m", "heirbook", "-vv", "--debug", "-C", str(self.workspace)]
        done = traced([*argv, *words], self._trace, self._environment())
        for stream, content in (("stdout", done.stdout), ("stderr", done.stderr)):
            folder = self.kept / stream
            folder.mkdir(exist_ok=True)
            folder.joinpath(f"{len(self.codes)}-{words[0]}.txt").write_bytes(content)
        self.codes.append(done.returncode)
        return done

    def collect(self, *words: str) -> None:
        """Collect, commit and keep the recording."""
        self.run("collect", "--commit", "--record", str(self.kept / "recordings"), *words)

    def collect_watched(self) -> None:
        """Collect from the servers again, and trace what the same script starts on them.

        A tracer that is attached to sshd from outside is too slow and may stop it for good.
        """
        self.collect("--only", "server/unit", "--only", "server/box")
        script = assemble(all_sections(), become="none").encode()
        for server in (self._planted.unit, self._planted.box):
            shell = [*server.enter, "sh", "-c", exec_line(secrets.token_hex(16))]
            traced(shell, self._trace, self._environment(), script)

    def git(self, *words: str) -> bytes:
        """Return what git printed in the workspace."""
        return subprocess.run(
            ["git", *words], cwd=self.workspace, capture_output=True, check=True,
            env=self._environment(),
        ).stdout  # fmt: skip

    def keep(self) -> None:
        """Copy what stands in the workspace and elsewhere to a folder a kind of output."""
        book = next((self.workspace / "book").glob("20*"))
        for name, source in {
            "snapshots": self.workspace / "inventory/snapshots",
            "readings": self.workspace / "inventory/readings",
            "state": self.workspace / ".heirbook",
            "book": self.workspace / "book",
            "search": book / "search",
            "plain": book / "plain",
            "data": book / "data",
            "children": self._trace,
        }.items():
            shutil.copytree(source, self.kept / name, symlinks=True)
        shutil.copytree(self._temporary, self.kept / "temporary")
        self.keep_objects()
        for server in (self._planted.unit, self._planted.box):
            self._keep_temporary(server)

    def keep_objects(self) -> None:
        """Write all objects of the repository to one file."""
        ids = self.git("rev-list", "--objects", "--all", "--no-object-names")
        done = subprocess.run(
            ["git", "cat-file", "--batch"], cwd=self.workspace, input=ids, capture_output=True,
            check=True, env=self._environment(),
        )  # fmt: skip
        folder = self.kept / "git"
        folder.mkdir(exist_ok=True)
        folder.joinpath("objects").write_bytes(done.stdout)

    def _keep_temporary(self, server: SshServer) -> None:
        script = "for d in /tmp /var/tmp; do find $d -type f -print -exec cat {} +; done"
        kept = self.kept / "temporary" / server.name
        kept.write_text(server.run("/bin/sh", "-c", script), "utf-8")

    def _program(self, name: str, text: str) -> None:
        file = self._programs / name
        file.write_text(text, "utf-8")
        file.chmod(0o755)

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": f"{self._programs}:{os.environ['PATH']}:{SYSTEM_PATH}",
            "HOME": str(self._home),
            "TMPDIR": str(self._temporary),
        }
