"""A real server on which the exported parts are installed, and the workspace they came from."""

import contextlib
import io
import os
import shlex
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from heirbook.cli.main import main
from heirbook.inventory.record import SourceId
from heirbook.inventory.snapshot import Source
from heirbook.inventory.store import load_snapshot
from heirbook.workspace import Workspace
from tests.parts.sshd import Account, SshLab, SshServer

NOW = datetime(2026, 11, 20, 2, 0, 0, tzinfo=UTC)
SOURCE = SourceId("server/db1")
PEOPLE = "people: {rasa: {name: Rasa, roles: [operator]}}\n"
EXPECTATIONS = """expectations:
  - {id: root-login, why: nobody logs in as root, expect: no-such-value, at: [
      {server: db1, file: /etc/heirbook-lab/sshd_config, line: '^PermitRootLogin (?P<value>.+)$'},
      {server: db1, file: /etc/none.conf, line: '^x=(?P<value>.+)$'},
      {server: db1, sysctl: kernel.ostype}]}
"""


@dataclass(frozen=True)
class Installed:
    """The server, the workspace that declares it, and the key that may collect."""

    root: Path
    server: SshServer
    identity: Path

    def heirbook(self, *words: str) -> tuple[int, str, str]:
        """Return exit code, output and errors of a command in the workspace."""
        out, err = io.StringIO(), io.StringIO()
        environ = {"HOME": str(self.root), "PATH": os.environ["PATH"]}
        with (
            contextlib.chdir(self.root),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            code = main(list(words), NOW, environ)
        return code, out.getvalue(), err.getvalue()

    def part(self, name: str, *options: str) -> str:
        """Return an exported part."""
        code, out, err = self.heirbook(
            "export", "script", "--server", "db1", "--part", name, *options
        )
        assert (code, err) == (0, "")
        return out

    def collect(self, *options: str) -> tuple[int, str, str]:
        """Return what a collection said."""
        return self.heirbook("collect", *options)

    @property
    def source(self) -> Source:
        """Return what is known of the server."""
        return load_snapshot(Workspace(self.root), (SOURCE,)).sources[SOURCE]

    def install(self) -> None:
        """Put every exported part where docs/least-privilege.md says."""
        libexec = "/usr/local/libexec"
        self.server.write(f"{libexec}/heirbook-collect", self.part("script"), "755")
        self.server.write(f"{libexec}/heirbook-ssh", self.part("wrapper"), "755")
        self.server.write("/etc/sudoers.d/50-heirbook", self.part("sudoers"), "440")
        line = self.part("authorized-key", "--from", "127.0.0.0/8")
        self.server.write("/home/heirbook/.ssh/authorized_keys", line, "600")


def installed(lab: SshLab, root: Path, mode: str = "installed") -> Installed:
    """Return a server that was set up from nothing but the exported parts."""
    server = lab.start("db1", Account("heirbook"))
    for folder in ("inventory", "collectors"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    fleet = f"title: River\noperator: rasa\nservers:\n  db1: {{address: {server.address}}}\n"
    (root / "inventory/fleet.yml").write_text(fleet + EXPECTATIONS, "utf-8")
    (root / "inventory/people.yml").write_text(PEOPLE, "utf-8")
    ssh = f"port: {server.port}, mode: {mode}, identity: {shlex.quote(str(lab.identity))}"
    (root / "collectors/ssh.yml").write_text(f"servers:\n  db1: {{{ssh}}}\n", "utf-8")
    (root / "collectors/known_hosts").write_text("".join(server.pin_lines), "utf-8")
    made = Installed(root, server, lab.identity)
    made.install()
    return made
