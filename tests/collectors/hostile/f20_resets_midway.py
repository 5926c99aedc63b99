"""Drops the connection with a reset while the command runs."""

import socket

from tests.collectors.hostile_server import Case, Seen, command_channel, reset


def serve(connection: socket.socket, seen: Seen) -> None:
    """Serve one connection so."""
    channel = command_channel(connection, seen)
    channel.sendall(b"whole\n")
    seen.stop.wait(0.2)
    reset(connection)


CASE = Case(serve, cut="no_exit_status", stdout=b"whole\n", authentications=1)
