"""Every program that a run starts, with its arguments and its environment, as strace saw it."""

import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.real_parts import need

_WATCHING_S = 10.0
_OPTIONS = ("-f", "-v", "-s", "1000000", "-e", "trace=execve", "-e", "signal=none")


def traced(
    argv: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[bytes]:
    """Return what a program gave; `folder` gets a file with all programs it started."""
    (strace,) = need("strace")
    file = _next(folder)
    done = subprocess.run(
        [strace, *_OPTIONS, "--seccomp-bpf", "-o", str(file), "--", *argv],
        capture_output=True, check=False, timeout=400, env=dict(environment),
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    _unescape(file)
    return done


class Watch(AbstractContextManager["Watch"]):
    """Sees what a running program and those below it start, until it is left."""

    def __init__(self, pid: int, folder: Path) -> None:
        self._pid = pid
        self._file = _next(folder)

    def __enter__(self) -> Self:
        """Return itself once the tracer is attached."""
        (strace,) = need("strace")
        self._strace = subprocess.Popen(
            [strace, *_OPTIONS, "-o", str(self._file), "-p", str(self._pid)],
            stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        ends = time.monotonic() + _WATCHING_S
        while "TracerPid:\t0\n" in Path(f"/proc/{self._pid}/status").read_text("utf-8"):
            if time.monotonic() > ends or self._strace.poll() is not None:
                message = f"strace does not attach to process {self._pid}"
                raise RuntimeError(message)
            time.sleep(0.02)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of the program."""
        self._strace.terminate()
        self._strace.communicate(timeout=_WATCHING_S)
        _unescape(self._file)


def _next(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder / f"{len(list(folder.iterdir()))}.txt"


def _unescape(file: Path) -> None:
    """Write backslashes as they were given."""
    file.write_bytes(file.read_bytes().replace(b"\\\\", b"\\"))
