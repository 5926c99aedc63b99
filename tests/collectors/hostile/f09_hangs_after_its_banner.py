"""Sends its banner and no key exchange."""

import socket

from tests.collectors.hostile_server import Case, Seen


def serve(connection: socket.socket, seen: Seen) -> None:
    """Serve one connection so."""
    connection.sendall(b"SSH-2.0-hostile\r\n")
    seen.hang()


CASE = Case(serve, reason="kex", budget_s=1)
