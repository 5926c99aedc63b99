"""Drains both streams of a running command in one loop, up to the caps and the deadline."""

import selectors
import time
from contextlib import suppress

import paramiko

from heirbook.collectors.connection import LIBRARY_ERRORS
from heirbook.collectors.deadline import Deadline
from heirbook.collectors.transport import (
    STDERR_CAP_BYTES,
    STDOUT_CAP_BYTES,
    Completed,
    Cut,
    TransportFailure,
)

_CHUNK_BYTES = 256 * 1024
_STATUS_GRACE_S = 5.0
_GATHER_S = 0.02
"""A pause in which small packets gather: each section leaves the server as soon as it is there."""


class ChannelReader:
    """Keeps what a command prints."""

    def __init__(
        self,
        channel: paramiko.Channel,
        deadline: Deadline,
        stdout_cap_bytes: int = STDOUT_CAP_BYTES,
    ) -> None:
        self._channel = channel
        self._stdout_cap_bytes = stdout_cap_bytes
        self._deadline = deadline
        self._stdout = bytearray()
        self._stderr = bytearray()
        self._dropped_bytes = 0

    def read(self) -> None:
        """Drain both streams to their ends, a cap or the deadline."""
        # reading also sends: a chunk lost to that is the last one, so that no hole is left
        with suppress(*LIBRARY_ERRORS):
            self._drain()

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was printed."""
        return not self._stdout

    def outcome(self, started: float) -> Completed | TransportFailure:
        """Return what came, and why it is not whole; the channel is closed."""
        cut = self._cut()
        duration_s = time.monotonic() - started
        if cut == "deadline" and not self._stdout:
            return TransportFailure("deadline", "read", duration_s=duration_s)
        return Completed(
            stdout=bytes(self._stdout[: self._stdout_cap_bytes]),
            stderr=bytes(self._stderr),
            exit_status=None if cut else self._channel.exit_status,
            duration_s=duration_s,
            cut=cut,
            stderr_dropped_bytes=self._dropped_bytes,
        )

    def close(self) -> None:
        """Close the channel; the connection may be gone already."""
        with suppress(*LIBRARY_ERRORS):
            self._channel.close()

    def _drain(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._channel.fileno(), selectors.EVENT_READ)
            while len(self._stdout) <= self._stdout_cap_bytes:
                # asked before reading: what came before the end is read below
                ended = self._channel.eof_received or self._channel.closed
                if self._take():
                    continue
                if ended or self._deadline.passed:
                    return
                selector.select(self._deadline.left_s)
                time.sleep(self._deadline.at_most(_GATHER_S))

    def _take(self) -> bool:
        """Take what has arrived; return whether there was any."""
        took = False
        if self._channel.recv_stderr_ready():
            data = self._channel.recv_stderr(_CHUNK_BYTES)
            room = max(0, STDERR_CAP_BYTES - len(self._stderr))
            self._stderr += data[:room]
            self._dropped_bytes += len(data[room:])
            took = bool(data)
        if self._channel.recv_ready():
            data = self._channel.recv(_CHUNK_BYTES)
            self._stdout += data
            took = took or bool(data)
        return took

    def _cut(self) -> Cut | None:
        if len(self._stdout) > self._stdout_cap_bytes:
            return "output_cap"
        if not self._deadline.passed:
            self._channel.status_event.wait(self._deadline.at_most(_STATUS_GRACE_S))
        if self._channel.exit_status >= 0:
            return None
        return "deadline" if self._deadline.passed else "no_exit_status"
