"""Takes the key and never says whether it is good."""

import socket

from tests.collectors.hostile_server import Answers, Case, Seen, serve_ssh


def serve(connection: socket.socket, seen: Seen) -> None:
    """Serve one connection so."""
    serve_ssh(connection, seen, Answers(let_in=seen.hang))


CASE = Case(serve, reason="auth_timeout", authentications=1)
