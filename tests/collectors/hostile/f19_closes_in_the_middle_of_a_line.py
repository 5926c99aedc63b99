"""Closes the connection in the middle of a line."""

import socket

from tests.collectors.hostile_server import Case, Seen, command_channel


def serve(connection: socket.socket, seen: Seen) -> None:
    """Serve one connection so."""
    channel = command_channel(connection, seen)
    channel.sendall(b"whole\nhal")
    seen.stop.wait(0.2)
    connection.shutdown(socket.SHUT_RDWR)


CASE = Case(serve, cut="no_exit_status", stdout=b"whole\nhal", authentications=1)
