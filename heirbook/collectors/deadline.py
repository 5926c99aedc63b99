"""One moment by which a whole server must have answered, and the watch that cuts its sockets."""

import socket
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Self

_RUNNING: set["Deadline"] = set()


def cut_all() -> None:
    """Cut every connection now; for a program that was told to end."""
    for deadline in tuple(_RUNNING):
        deadline.cut()


class Deadline:
    """Shuts and closes every socket handed to it, at its moment or when it is left.

    The library's own time limits leave some hung servers hanging; a closed socket ends them all.
    """

    def __init__(self, timeout_s: float) -> None:
        self._at = time.monotonic() + timeout_s
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._closed = False
        self._timer = threading.Timer(timeout_s, self.close)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        _RUNNING.add(self)
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        self.close()
        _RUNNING.discard(self)

    @property
    def left_s(self) -> float:
        """Return the seconds left, 0 when it has passed."""
        return max(0.0, self._at - time.monotonic())

    @property
    def passed(self) -> bool:
        """Return whether no time is left."""
        return time.monotonic() >= self._at

    def at_most(self, limit_s: float) -> float:
        """Return the limit of one step: its own, or what is left if that is less."""
        return min(limit_s, self.left_s)

    def guard(self, sock: socket.socket) -> None:
        """Take over the closing of a socket; after the deadline it is closed at once."""
        with self._lock:
            self._sockets.append(sock)
            late = self._closed
        if late:
            self.close()

    def cut(self) -> None:
        """Let the deadline pass now."""
        self._at = time.monotonic()
        self.close()

    def close(self) -> None:
        """Shut down and close all sockets taken over so far."""
        with self._lock:
            self._closed = self.passed
            sockets, self._sockets = self._sockets, []
        for sock in sockets:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            with suppress(OSError):
                sock.close()
