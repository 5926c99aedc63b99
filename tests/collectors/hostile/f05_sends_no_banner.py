"""Accepts and says nothing."""

import socket

from tests.collectors.hostile_server import Case, Seen


def serve(connection: socket.socket, seen: Seen) -> None:
    """Serve one connection so."""
    del connection
    seen.hang()


CASE = Case(serve, reason="banner", budget_s=1)
