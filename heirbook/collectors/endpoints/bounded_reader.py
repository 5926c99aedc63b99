"""Reads a socket with a hard end: so many bytes, and until one moment, however slowly they come."""

import io
import socket

from heirbook.collectors.deadline import Deadline
from heirbook.collectors.endpoints.probe import NotAnsweredError

_BUFFER_BYTES = 8 * 1024


class BoundedReader(io.RawIOBase):
    """The bytes of a socket as `http.client` wants them, ended by a limit or by the deadline."""

    def __init__(self, sock: socket.socket, deadline: Deadline, limit_bytes: int) -> None:
        super().__init__()
        self._socket = sock
        self._deadline = deadline
        self._left_bytes = limit_bytes

    def limit(self, limit_bytes: int) -> None:
        """Let so many more bytes pass from now on."""
        self._left_bytes = limit_bytes

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return itself buffered; `http.client` asks its socket for this."""
        del mode
        return io.BufferedReader(self, _BUFFER_BYTES)

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # narrower on purpose
        """Read what is there, at most the buffer's size.

        Raises:
            NotAnsweredError: at the deadline, or past the limit.
        """
        if self._left_bytes <= 0:
            raise NotAnsweredError("partial", "output_cap")
        if self._deadline.passed:
            raise NotAnsweredError("timeout", "deadline")
        self._socket.settimeout(max(self._deadline.left_s, 0.001))
        try:
            count = self._socket.recv_into(buffer[: self._left_bytes])
        except TimeoutError:
            raise NotAnsweredError("timeout", "deadline") from None
        except (OSError, ValueError):
            # the watch has closed the socket under us
            if self._deadline.passed:
                raise NotAnsweredError("timeout", "deadline") from None
            raise
        if not count and self._deadline.passed:
            raise NotAnsweredError("timeout", "deadline")
        self._left_bytes -= count
        return count
