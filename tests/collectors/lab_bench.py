"""Real servers of the lab: the whole script run in one, and a workspace that collected them."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from heirbook.collectors.frames import Frames, parse_frames
from heirbook.collectors.script import assemble
from tests.collectors.framed import NONCE, UNITS, Printed, run_script
from tests.faults.bench import Bench, Settings
from tests.parts.sshd import SshLab, SshServer

UNTOUCHED = ("etc", "root", "home", "var/lib", "var/cache", "srv")
"""What no run may write to."""

_BUDGET = "240s"
"""Programs of another processor take their time on a machine that is busy."""


def collected(folder: Path, lab: SshLab, logins: Mapping[str, tuple[SshServer, str]]) -> Bench:
    """Return a workspace after `heirbook collect` of these servers, each with its login."""
    bench = Bench(folder)
    bench.identity.write_bytes(lab.identity.read_bytes())
    declared: dict[str, Settings] = {
        name: {"address": at.address, "port": at.port, "user": user, "budget": _BUDGET}
        for name, (at, user) in logins.items()
    }
    bench.declare(declared)
    bench.pin(*dict.fromkeys(line for server, _ in logins.values() for line in server.pin_lines))
    bench.commit_all()
    ran = bench.process("collect", "--commit")
    assert ran.code in {0, 4}, ran.err
    return bench


@dataclass(frozen=True)
class InsideRun:
    """A run of every section inside a server as root, and the files it left changed."""

    printed: Printed
    frames: Frames
    written: frozenset[str]


def run_inside(server: SshServer, shell: Sequence[str]) -> InsideRun:
    """Return what the whole script prints and writes in a server under one of its shells."""
    before = watched_files(server)
    script = assemble(tuple(UNITS.values()))
    printed = run_script(script, shell, server.enter, "/root")
    frames = parse_frames(printed.stdout, printed.stderr, NONCE)
    return InsideRun(printed, frames, watched_files(server) - before)


def watched_files(server: SshServer) -> frozenset[str]:
    """Return times, size and path of each file of the watched folders, one text a file."""
    folders = [str(server.files / name) for name in UNTOUCHED if (server.files / name).is_dir()]
    found = subprocess.run(
        ["find", *folders, "-type", "f", "-printf", "%T@ %C@ %s %p\\n"],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    return frozenset(found.stdout.splitlines())
