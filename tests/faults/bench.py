"""A workspace of the tests' own in a git repository, and the program run over it."""

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pydantic import JsonValue

from heirbook.cli.main import main
from heirbook.inventory.record import SourceId
from heirbook.inventory.snapshot import Source
from heirbook.inventory.store import load_snapshot, snapshot_path
from heirbook.workspace import KNOWN_HOSTS, Workspace
from tests.faults.answers import whole_answer
from tests.real_parts import need

BUDGET_S = 10
SLACK_S = 2
LONG_AGO = datetime.now(UTC).replace(microsecond=0) - timedelta(days=2)
"""When the first run was: real processes, which know the time, come two days later."""
REPOSITORY = Path(__file__).parents[2]
Settings = Mapping[str, JsonValue]
RECORDED: Settings = {"transport": "recorded"}


@dataclass(frozen=True)
class Ran:
    """What a command ended with, and what it said."""

    code: int
    out: str
    err: str
    took_s: float
    peak_mib: float = 0.0

    def said_of(self, server: str) -> list[str]:
        """Return the lines of stderr about a server: its error, and the hint that follows it."""
        lines = self.err.splitlines()
        said = []
        for number, line in enumerate(lines):
            if line.startswith("heirbook: error:") and f"'{server}'" in line:
                end = (
                    number + 2
                    if lines[number + 1 :][:1] and "hint:" in lines[number + 1]
                    else number + 1
                )
                said += lines[number:end]
        return said


class Bench:
    """The workspace, its repository, and the commands an operator types."""

    def __init__(self, folder: Path, root: Path | None = None) -> None:
        self.root = root or folder / "river"
        self.home = folder / "home"
        self.home.mkdir()
        self.identity = self.home / "key"
        _write_key(self.identity)
        # a process that may write no long file, or is killed, must not leave half a compiled module
        self.environ = {
            "HOME": str(self.home),
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        (self.home / ".gitconfig").write_text(
            "[user]\nname = Rasa\nemail = rasa@example.org\n[init]\ndefaultBranch = main\n"
        )
        assert self.run("init", str(self.root), workspace=False).code == 0
        self.git("init", "-q")
        self.workspace = Workspace(self.root)

    def git(self, *arguments: str) -> str:
        """Return what `git <arguments>` printed; it must succeed."""
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env=self.environ,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.removesuffix("\n")

    def commit_all(self) -> None:
        """Commit everything as the operator does."""
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "by hand")

    def require_sound(self) -> None:
        """Fail unless the repository is whole and every stored snapshot can be loaded."""
        self.git("fsck", "--strict", "--no-dangling")
        load_snapshot(self.workspace)

    def declare(self, servers: Mapping[str, Settings], address: str = "127.0.0.1") -> None:
        """Write fleet.yml and ssh.yml; a recorded server without an answer gets a good one."""
        fleet = [
            f"  {name}: {{address: {_address(ssh, address)}}}" for name, ssh in servers.items()
        ]
        self.write(
            "inventory/fleet.yml",
            "\n".join(["title: River", "operator: operator", "servers:", *fleet, ""]),
        )
        lines = []
        for name, ssh in servers.items():
            settings = {key: value for key, value in ssh.items() if key != "address"}
            if settings.get("transport") == "recorded":
                settings.setdefault("recording", f"answers/{name}.txt")
                if not self.workspace.path(f"answers/{name}.txt").exists():
                    self.answer(name, whole_answer())
            lines.append(f"  {name}: {json.dumps(settings)}")
        head = (
            f"defaults: {{budget: {BUDGET_S}s, identity: {self.identity}}}\nparallel: 40\nservers:"
        )
        self.write("collectors/ssh.yml", "\n".join([head, *lines, ""]))

    def answer(self, name: str, content: bytes) -> None:
        """Let a recorded server say this."""
        self.write(f"answers/{name}.txt", content)

    def pin(self, *lines: str) -> None:
        """Let these be all pinned keys."""
        self.write(KNOWN_HOSTS, "".join(f"{line.strip()}\n" for line in lines))

    def write(self, relative: str, content: str | bytes) -> Path:
        """Write a file of the workspace as its operator does."""
        path = self.workspace.path(relative) if hasattr(self, "workspace") else self.root / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        path.chmod(0o644)
        return path

    def source(self, name: str) -> Source:
        """Return what the snapshot says of a server."""
        found = load_snapshot(self.workspace).server(name)
        assert found is not None
        return found

    def stored(self, name: str) -> bytes:
        """Return a server's snapshot file."""
        return self.workspace.path(snapshot_path(SourceId(f"server/{name}"))).read_bytes()

    def staged(self) -> list[Path]:
        """Return what stands in the staging folder."""
        folder = self.workspace.state / "staging"
        return list(folder.iterdir()) if folder.is_dir() else []

    def run(self, *argv: str, now: datetime = LONG_AGO, workspace: bool = True) -> Ran:
        """Return what one command line gives, run in this process at a time."""
        out, err, started = io.StringIO(), io.StringIO(), time.monotonic()
        where = ["-C", str(self.root)] if workspace else []
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main([*where, *argv], now, self.environ)
        return Ran(code, out.getvalue(), err.getvalue(), time.monotonic() - started)

    def start(
        self, *argv: str, before: tuple[str, ...] = (), environ: Mapping[str, str] | None = None
    ) -> "Process":
        """Return one command line as a process of its own, running now.

        `before` is a program that starts it, with that program's own words.
        """
        return Process(self, (before, argv), self.environ if environ is None else environ)

    def process(
        self, *argv: str, before: tuple[str, ...] = (), environ: Mapping[str, str] | None = None
    ) -> Ran:
        """Return what one command line gives as a process of its own."""
        return self.start(*argv, before=before, environ=environ).ended()


class Process:
    """A command that runs as a user's would: without a terminal, in its own session."""

    def __init__(
        self,
        bench: Bench,
        words: tuple[tuple[str, ...], tuple[str, ...]],
        environ: Mapping[str, str],
    ) -> None:
        before, argv = words
        self._lock = bench.root / ".heirbook/lock"
        self._out, self._err = bench.home / "stdout", bench.home / "stderr"
        self._started = time.monotonic()
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self._process = subprocess.Popen(
                [*before, sys.executable, "-m", "heirbook", "-C", str(bench.root), *argv],
                stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=dict(environ), cwd=REPOSITORY,
                start_new_session=True,
            )  # fmt: skip

    def signal(self, number: int) -> None:
        """Send it a signal; it may have ended."""
        self._process.send_signal(number)

    def at_work(self) -> None:
        """Return once it holds the lock: what comes before is only the program's start."""
        mine = f"pid {self._process.pid} ".encode()
        while self._process.poll() is None:
            if self._lock.exists() and self._lock.read_bytes().startswith(mine):
                return
            time.sleep(0.005)

    def ended(self) -> Ran:
        """Return what it gave, once it has ended."""
        peak_mib = 0.0
        while self._process.poll() is None:
            peak_mib = max(peak_mib, _peak_mib(self._process.pid))
            time.sleep(0.02)
        took_s = time.monotonic() - self._started
        out, err = (file.read_text("utf-8", "surrogateescape") for file in (self._out, self._err))
        return Ran(self._process.returncode, out, err, took_s, peak_mib)


def _peak_mib(pid: int) -> float:
    """Return the most memory that a process has had so far; 0 when it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def file_limit(size_bytes: int) -> tuple[str, ...]:
    """Return the words that start a process which may write no file longer than this."""
    (prlimit,) = need("prlimit")
    return (prlimit, f"--fsize={size_bytes}:{size_bytes}")


def _address(settings: Settings, default: str) -> str:
    return json.dumps(settings.get("address", default))


def _write_key(file: Path) -> None:
    key = Ed25519PrivateKey.generate()
    text = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    file.touch(0o600)
    file.write_bytes(text)
