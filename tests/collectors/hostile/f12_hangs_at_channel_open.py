"""Lets one in and opens no channel."""

import socket

from tests.collectors.hostile_server import Answers, Case, Seen, serve_ssh


def serve(connection: socket.socket, seen: Seen) -> None:
    """Serve one connection so."""
    serve_ssh(connection, seen, Answers(open_channel=seen.hang))


CASE = Case(serve, reason="channel", authentications=1)
