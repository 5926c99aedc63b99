"""A loopback proxy that delays every byte by half a round trip, in both directions."""

import queue
import socket
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Self

_END = b""


class DelayingProxy:
    """Listens on a port and passes all on, late; a context manager."""

    def __init__(self, to_port: int, round_trip_s: float) -> None:
        self._to_port = to_port
        self._late_s = round_trip_s / 2
        self._listener = socket.create_server(("127.0.0.1", 0))

    @property
    def port(self) -> int:
        """Return the port to connect to."""
        return int(self._listener.getsockname()[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self._to_port))
                for sock in (near, far):
                    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._pipe(near, far)
                self._pipe(far, near)

    def _pipe(self, source: socket.socket, target: socket.socket) -> None:
        under_way: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
        for work in (self._take, self._give):
            sock = source if work == self._take else target
            threading.Thread(target=work, args=(sock, under_way), daemon=True).start()

    def _take(
        self, source: socket.socket, under_way: "queue.SimpleQueue[tuple[float, bytes]]"
    ) -> None:
        content = b"begin"
        while content != _END:
            try:
                content = source.recv(65536)
            except OSError:
                content = _END
            under_way.put((time.monotonic() + self._late_s, content))

    def _give(
        self, target: socket.socket, under_way: "queue.SimpleQueue[tuple[float, bytes]]"
    ) -> None:
        with suppress(OSError):
            while True:
                due, content = under_way.get()
                time.sleep(max(0.0, due - time.monotonic()))
                if content == _END:
                    target.shutdown(socket.SHUT_WR)
                    return
                target.sendall(content)
