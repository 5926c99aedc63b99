"""Sends lines before its banner, and never the banner."""

import socket

from tests.collectors.hostile_server import Case, Seen


def serve(connection: socket.socket, seen: Seen) -> None:
    """Serve one connection so."""
    while not seen.stop.wait(0.01):
        connection.sendall(b"welcome\r\n")


CASE = Case(serve, reason="banner", budget_s=1)
