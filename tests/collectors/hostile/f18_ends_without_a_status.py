"""Ends its output and says nothing of how the command ended."""

import socket

from tests.collectors.hostile_server import Case, Seen, command_channel


def serve(connection: socket.socket, seen: Seen) -> None:
    """Serve one connection so."""
    channel = command_channel(connection, seen)
    channel.sendall(b"whole\n")
    channel.close()
    seen.hang()


CASE = Case(serve, cut="no_exit_status", stdout=b"whole\n", authentications=1)
