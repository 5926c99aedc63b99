"""Opens a channel and never says whether the command runs."""

import socket

from tests.collectors.hostile_server import Answers, Case, Seen, serve_ssh


def serve(connection: socket.socket, seen: Seen) -> None:
    """Serve one connection so."""
    serve_ssh(connection, seen, Answers(run_command=seen.hang))


CASE = Case(serve, reason="exec", authentications=1)
