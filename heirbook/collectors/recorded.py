"""Replays a recorded answer, for tests and bug reports."""

import time
from pathlib import Path

from heirbook.collectors.transport import (
    STDERR_CAP_BYTES,
    STDOUT_CAP_BYTES,
    Completed,
    TransportFailure,
)

RECORDED_NONCE = "0" * 32
"""What stands in a recording where a run has its own nonce."""


class RecordedTransport:
    """Gives what a file holds, and as stderr what `FILE.err` holds if it is there."""

    name = "recorded"

    def __init__(self, file: Path) -> None:
        self._file = file

    def run(self, script: str, nonce: str, timeout_s: float) -> Completed | TransportFailure:
        """Return the recorded answer with this run's nonce in its frames; nothing runs."""
        del script, timeout_s
        started = time.monotonic()
        errors = self._file.with_name(f"{self._file.name}.err")
        try:
            stdout = self._file.read_bytes()
            stderr = errors.read_bytes() if errors.exists() else b""
        except OSError:
            return TransportFailure("tool", "start", duration_s=time.monotonic() - started)
        return Completed(
            stdout=_with_nonce(stdout[:STDOUT_CAP_BYTES], nonce),
            stderr=_with_nonce(stderr[:STDERR_CAP_BYTES], nonce),
            exit_status=0,
            duration_s=time.monotonic() - started,
            cut="output_cap" if len(stdout) > STDOUT_CAP_BYTES else None,
            stderr_dropped_bytes=max(0, len(stderr) - STDERR_CAP_BYTES),
        )


def _with_nonce(stream: bytes, nonce: str) -> bytes:
    return stream.replace(f"@@{RECORDED_NONCE} ".encode(), f"@@{nonce} ".encode())
