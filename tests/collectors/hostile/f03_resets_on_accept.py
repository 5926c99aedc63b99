"""Closes each connection with a reset as soon as it is there."""

import socket

from tests.collectors.hostile_server import Case, Seen, reset


def serve(connection: socket.socket, seen: Seen) -> None:
    """Serve one connection so."""
    del seen
    reset(connection)


CASE = Case(serve, reason="reset", attempts=2, budget_s=4)
