"""Sends one whole section and then a byte now and then."""

import socket

from tests.collectors.hostile_server import Case, Seen, command_channel


def serve(connection: socket.socket, seen: Seen) -> None:
    """Serve one connection so."""
    channel = command_channel(connection, seen)
    channel.sendall(b"whole\n")
    while not seen.stop.wait(1.5):
        channel.sendall(b"x")


CASE = Case(serve, cut="deadline", stdout=b"whole\nx", authentications=1)
