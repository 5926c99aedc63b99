"""Sends 6 MB of errors, more than the window holds, and then its whole answer."""

import socket

from tests.collectors.hostile_server import Case, Seen, command_channel


def serve(connection: socket.socket, seen: Seen) -> None:
    """Serve one connection so."""
    channel = command_channel(connection, seen)
    channel.sendall_stderr(b"e" * 6_000_000)
    channel.sendall(b"whole\n")
    channel.send_exit_status(0)
    channel.close()
    seen.hang()


CASE = Case(serve, stdout=b"whole\n", budget_s=20, authentications=1)
