"""The one way to run a program: argv without a shell, given environment, deadline, caps."""

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, ClassVar, Literal, Required, TypedDict, Unpack

from heirbook.errors import HeirbookError

STDOUT_CAP_BYTES = 64 * 1024 * 1024
STDERR_CAP_BYTES = 64 * 1024
_CHUNK_BYTES = 64 * 1024
_HELD_PIPE_GRACE_S = 0.5
_POLL_S, _REAP_S = 0.05, 1.0
_DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_RUNNING: set[subprocess.Popen[bytes]] = set()


class ProgramMissingError(HeirbookError):
    """A program that is needed is not installed here, or may not be started."""

    exit_code: ClassVar[int] = 2

    def __init__(self, program: str) -> None:
        super().__init__(f"program '{program}' cannot be started", hint=f"install '{program}'")
        self.program = program


class RunOptions(TypedDict, total=False):
    """What may be set for one run of a program."""

    timeout_s: Required[float]
    environment: Required[Mapping[str, str]]
    """All the program sees; build it with `minimal_environment`."""
    stdin: bytes
    cwd: Path | None
    stdout_cap_bytes: int
    stderr_cap_bytes: int


@dataclass(frozen=True)
class ChildResult:
    """What a program gave. `cut` says why it was killed; then `exit_status` is None.

    A negative `exit_status` is the signal that ended it.
    """

    exit_status: int | None
    stdout: bytes
    stderr: bytes
    cut: Literal["deadline", "output_cap"] | None
    duration_s: float
    stderr_dropped_bytes: int = 0


def minimal_environment(environ: Mapping[str, str], *more: str) -> dict[str, str]:
    """Return the environment of a child: PATH, HOME, LC_ALL=C and the variables named in `more`."""
    kept = {name: environ[name] for name in ("HOME", *more) if name in environ}
    return {"PATH": environ.get("PATH") or _DEFAULT_PATH, **kept, "LC_ALL": "C"}


def run(argv: Sequence[str], **options: Unpack[RunOptions]) -> ChildResult:
    """Return what the program gave within its time and caps.

    The program gets a session of its own, so that it has no terminal to ask on and can be killed
    with everything it started. What it leaves running with its output open is killed too.

    Raises:
        ProgramMissingError: when it cannot be started.
    """
    started = time.monotonic()
    process = _start(argv, options)
    _RUNNING.add(process)
    pump = _Pump(process, options, started + options["timeout_s"])
    try:
        cut = pump.drain()
    finally:
        pump.close()
        _RUNNING.discard(process)
    return ChildResult(
        exit_status=None if cut else process.returncode,
        stdout=bytes(pump.stdout),
        stderr=bytes(pump.stderr),
        cut=cut,
        duration_s=time.monotonic() - started,
        stderr_dropped_bytes=pump.stderr_dropped_bytes,
    )


@contextmanager
def beside(argv: Sequence[str], **options: Unpack[RunOptions]) -> Iterator[Callable[[], bool]]:
    """Run a program until the block ends, without streams; give what tells whether it runs.

    Raises:
        ProgramMissingError: when it cannot be started.
    """
    process = _start(argv, options, subprocess.DEVNULL)
    _RUNNING.add(process)
    try:
        yield lambda: process.poll() is None
    finally:
        _kill_group(process)
        _RUNNING.discard(process)
        process.wait()


def kill_all() -> None:
    """Kill every program that runs now, with its children; for a program that was told to end."""
    for process in tuple(_RUNNING):
        if process.poll() is None:
            _kill_group(process)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    # gone already, or another user's by now (sudo): its pipes are closed
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _start(
    argv: Sequence[str], options: RunOptions, streams: int = subprocess.PIPE
) -> subprocess.Popen[bytes]:
    cwd = options.get("cwd")
    try:
        return subprocess.Popen(
            list(argv),
            stdin=streams,
            stdout=streams,
            stderr=streams,
            env=dict(options["environment"]),
            cwd=cwd,
            start_new_session=True,
            bufsize=0,
        )
    except (FileNotFoundError, PermissionError) as error:
        if cwd is not None and str(error.filename) == str(cwd):
            raise
        raise ProgramMissingError(argv[0]) from None


class _Pump:
    """Feeds and drains one process; never blocks longer than its deadline."""

    def __init__(
        self, process: subprocess.Popen[bytes], options: RunOptions, deadline: float
    ) -> None:
        self.stdout = bytearray()
        self.stderr = bytearray()
        self.stderr_dropped_bytes = 0
        self._process = process
        self._deadline = deadline
        self._stdout_cap = options.get("stdout_cap_bytes", STDOUT_CAP_BYTES)
        self._stderr_cap = options.get("stderr_cap_bytes", STDERR_CAP_BYTES)
        self._selector = selectors.DefaultSelector()
        self._to_write = memoryview(options.get("stdin", b""))
        self._exited_at: float | None = None
        for pipe, event in (
            (process.stdin, selectors.EVENT_WRITE),
            (process.stdout, selectors.EVENT_READ),
            (process.stderr, selectors.EVENT_READ),
        ):
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)
                self._selector.register(pipe, event)

    def drain(self) -> Literal["deadline", "output_cap"] | None:
        """Return why the process was killed, or None when it ended by itself."""
        while self._output_open():
            if time.monotonic() >= self._deadline:
                return "deadline"
            if self._pipe_is_held():
                return None
            wait_s = min(_POLL_S, max(0.0, self._deadline - time.monotonic()))
            for key, _ in self._selector.select(wait_s):
                self._serve(key)
            if len(self.stdout) > self._stdout_cap:
                del self.stdout[self._stdout_cap :]
                return "output_cap"
        try:
            self._process.wait(max(0.0, self._deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            return "deadline"
        return None

    def close(self) -> None:
        """Kill what still runs, close the pipes and take the exit status."""
        if self._process.poll() is None or self._output_open():
            _kill_group(self._process)
        self._selector.close()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_REAP_S)

    def _output_open(self) -> bool:
        pipes = (self._process.stdout, self._process.stderr)
        return any(pipe is not None and not pipe.closed for pipe in pipes)

    def _pipe_is_held(self) -> bool:
        """Return whether the program ended a while ago and a child of its own keeps the output."""
        if self._process.poll() is None:
            return False
        if self._exited_at is None:
            self._exited_at = time.monotonic()
        return time.monotonic() - self._exited_at > _HELD_PIPE_GRACE_S

    def _serve(self, key: selectors.SelectorKey) -> None:
        stdin, stdout, stderr = self._process.stdin, self._process.stdout, self._process.stderr
        if stdin is not None and key.fileobj is stdin:
            self._write(stdin)
        elif stdout is not None and key.fileobj is stdout:
            self.stdout += self._read(stdout)
        elif stderr is not None and key.fileobj is stderr:
            data = self._read(stderr)
            room = max(0, self._stderr_cap - len(self.stderr))
            self.stderr += data[:room]
            self.stderr_dropped_bytes += len(data[room:])

    def _write(self, pipe: IO[bytes]) -> None:
        try:
            written = os.write(pipe.fileno(), self._to_write[:_CHUNK_BYTES])
        except BlockingIOError:
            return
        except BrokenPipeError:
            written = len(self._to_write)
        self._to_write = self._to_write[written:]
        if not self._to_write:
            self._end(pipe)

    def _read(self, pipe: IO[bytes]) -> bytes:
        try:
            data = os.read(pipe.fileno(), _CHUNK_BYTES)
        except BlockingIOError:
            return b""
        if not data:
            self._end(pipe)
        return data

    def _end(self, pipe: IO[bytes]) -> None:
        self._selector.unregister(pipe)
        pipe.close()
