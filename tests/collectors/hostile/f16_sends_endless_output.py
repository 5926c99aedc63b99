"""Sends output without end."""

import socket

from heirbook.collectors.transport import STDOUT_CAP_BYTES
from tests.collectors.hostile_server import Case, Seen, command_channel


def serve(connection: socket.socket, seen: Seen) -> None:
    """Serve one connection so."""
    channel = command_channel(connection, seen)
    while not seen.stop.is_set():
        channel.sendall(b"x" * 262144)


CASE = Case(serve, cut="output_cap", stdout=b"x" * STDOUT_CAP_BYTES, budget_s=20, authentications=1)
