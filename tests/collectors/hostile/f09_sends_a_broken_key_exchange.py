"""Begins a key exchange whose lists of names end in the middle."""

import socket

from tests.collectors.hostile_server import Case, Seen


def serve(connection: socket.socket, seen: Seen) -> None:
    """Serve one connection so."""
    payload = bytes([20]) + bytes(16) + b"\x00\x00\x00\x09\xff\xfe" + bytes(5)
    padding = 16 - (len(payload) + 5) % 8
    packet = bytes([padding]) + payload + bytes(padding)
    connection.sendall(b"SSH-2.0-hostile\r\n" + len(packet).to_bytes(4, "big") + packet)
    seen.hang()


CASE = Case(serve, reason="kex")
