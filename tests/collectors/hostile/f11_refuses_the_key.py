"""Refuses whoever comes."""

import socket

from tests.collectors.hostile_server import Answers, Case, Seen, serve_ssh


def serve(connection: socket.socket, seen: Seen) -> None:
    """Serve one connection so."""
    serve_ssh(connection, seen, Answers(let_in=lambda: False))


CASE = Case(serve, reason="auth", authentications=1)
