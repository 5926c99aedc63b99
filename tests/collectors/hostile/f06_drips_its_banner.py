"""Sends its banner slower than anybody waits."""

import socket

from tests.collectors.hostile_server import Case, Seen


def serve(connection: socket.socket, seen: Seen) -> None:
    """Serve one connection so."""
    for byte in b"SSH-2.0-" + b"x" * 1000:
        connection.sendall(bytes([byte]))
        seen.stop.wait(0.2)


CASE = Case(serve, reason="banner", budget_s=1)
