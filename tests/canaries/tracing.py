"""Every program that a run starts, with its arguments and its environment, as strace saw it."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.real_parts import need

_OPTIONS = ("-f", "-v", "-s", "1000000", "-e", "trace=execve", "-e", "signal=none")


def traced(
    argv: Sequence[str], folder: Path, environment: Mapping[str, str], stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Return what a program gave; `folder` gets a file with all programs it started."""
    (strace,) = need("strace")
    file = _next(folder)
    done = subprocess.run(
        [strace, *_OPTIONS, "--seccomp-bpf", "-o", str(file), "--", *argv],
        capture_output=True, check=False, timeout=400, env=dict(environment),
        input=stdin,
    )  # fmt: skip
    _unescape(file)
    return done


def _next(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder / f"{len(list(folder.iterdir()))}.txt"


def _unescape(file: Path) -> None:
    """Write backslashes as they were given."""
    file.write_bytes(file.read_bytes().replace(b"\\\\", b"\\"))
