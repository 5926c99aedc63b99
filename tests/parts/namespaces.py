"""Programs in namespaces of their own: what they mount and start ends with them."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tests.real_parts import SYSTEM_PATH, need

_END_TIMEOUT_S = 20


def start_apart(
    argv: Sequence[str], log: Path, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Return a program started with its own mounts, process numbers and name.

    It ends with the test run, also when that is killed.
    """
    unshare, setpriv = need("unshare", "setpriv")
    apart = (
        unshare, "--mount", "--mount-proc", "--pid", "--uts", "--ipc", "--fork",
        "--kill-child=KILL", "--",
    )  # fmt: skip
    with log.open("wb") as opened:
        return subprocess.Popen(
            [setpriv, "--pdeathsig=KILL", *apart, *argv],
            stdin=subprocess.DEVNULL,
            stdout=opened,
            stderr=opened,
            env={"PATH": SYSTEM_PATH, **(environment or {})},
            start_new_session=True,
        )


def end_apart(process: subprocess.Popen[bytes]) -> None:
    """End the program and everything that runs in its namespaces."""
    # number 1 in there takes all others with it, and its parent then ends by itself
    for pid in children(process.pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait(_END_TIMEOUT_S)


def children(pid: int) -> list[int]:
    """Return the process numbers of a process's children, none when it has ended."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    except FileNotFoundError:
        return []
    return [int(word) for word in text.split()]


def numbers_in_namespaces(pid: int) -> list[int]:
    """Return a process's numbers, one a process namespace that it is in, ours first."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    line = next(line for line in status.splitlines() if line.startswith("NSpid:"))
    return [int(word) for word in line.split()[1:]]
