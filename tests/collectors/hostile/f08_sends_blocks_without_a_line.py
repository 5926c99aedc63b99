"""Sends blocks of 64 kB in place of a banner, without a line break."""

import socket

from tests.collectors.hostile_server import Case, Seen


def serve(connection: socket.socket, seen: Seen) -> None:
    """Serve one connection so."""
    while not seen.stop.is_set():
        connection.sendall(b"x" * 65536)


CASE = Case(serve, reason="banner", budget_s=1)
