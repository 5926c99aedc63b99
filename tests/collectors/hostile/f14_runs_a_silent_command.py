"""Runs the command, which says nothing and does not end."""

import socket

from tests.collectors.hostile_server import Case, Seen, command_channel


def serve(connection: socket.socket, seen: Seen) -> None:
    """Serve one connection so."""
    command_channel(connection, seen)
    seen.hang()


CASE = Case(serve, reason="deadline", authentications=1)
