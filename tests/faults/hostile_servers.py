"""Hostile servers in a process of their own: they take no time from the one that asks them.

Started with the file of a good answer; prints where each answers, and at the end of its input what
each has seen.
"""

import importlib
import json
import socket
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

import paramiko
from typing_extensions import override

from tests.collectors import hostile
from tests.collectors.framed import NONCE
from tests.collectors.hostile_server import (
    HOST_KEY,
    OTHER_HOST_KEY,
    RSA_HOST_KEY,
    Answers,
    Behaviour,
    HostileServer,
    Seen,
    Serve,
    host_key,
    reset,
)

REVOKED_KEY = paramiko.ECDSAKey.generate()
_FRAMED = ("f15", "f16", "f17", "f18", "f19", "f20")
"""Rows whose server must speak the script's frames: the ones below do."""


class _Heard(Behaviour):
    """Keeps the nonce of the command."""

    nonce = b""

    @override
    def check_channel_exec_request(self, channel: paramiko.Channel, command: bytes) -> bool:
        self.nonce = command.split()[-1]
        return super().check_channel_exec_request(channel, command)


class Framed:
    """Servers that run the command and answer in its frames, more or less."""

    def __init__(self, answer: bytes) -> None:
        self._answer = answer

    def servers(self) -> dict[str, Serve]:
        """Return each server by its name."""
        return {
            "f15-drips-its-answer": self._drips,
            "f16-never-stops": self._never_stops,
            "f17-complains-first": self._complains_first,
            "f18-ends-without-status": self._ends_without_status,
            "f19-ends-in-a-line": self._ends_in_a_line,
            "f20-is-reset": self._is_reset,
            "f21-key-of-nobody": self.good,
            "f22-key-changed": self.good,
            "f23-type-changed": lambda connection, seen: self.good(connection, seen, RSA_HOST_KEY),
            "f24-key-revoked": lambda connection, seen: self.good(connection, seen, REVOKED_KEY),
        }

    def good(self, connection: socket.socket, seen: Seen, key: paramiko.PKey = HOST_KEY) -> None:
        """Answer as a good server does."""
        channel, answer = self._asked(connection, seen, key)
        channel.sendall(answer)
        _finish(channel, seen)

    def _drips(self, connection: socket.socket, seen: Seen) -> None:
        channel, answer = self._asked(connection, seen)
        middle = _middle(answer)
        channel.sendall(answer[:middle])
        for byte in answer[middle:]:
            channel.sendall(bytes([byte]))
            if seen.stop.wait(1):
                return

    def _never_stops(self, connection: socket.socket, seen: Seen) -> None:
        channel, answer = self._asked(connection, seen)
        channel.sendall(answer[: _middle(answer)])
        while not seen.stop.is_set():
            channel.sendall(b"x" * 262_143 + b"\n")

    def _complains_first(self, connection: socket.socket, seen: Seen) -> None:
        channel, answer = self._asked(connection, seen)
        channel.sendall_stderr(b"e" * 6_000_000)
        channel.sendall(answer)
        _finish(channel, seen)

    def _ends_without_status(self, connection: socket.socket, seen: Seen) -> None:
        channel, answer = self._asked(connection, seen)
        channel.sendall(answer)
        channel.close()
        seen.hang()

    def _ends_in_a_line(self, connection: socket.socket, seen: Seen) -> None:
        channel, answer = self._asked(connection, seen)
        channel.sendall(answer[: _middle(answer)])
        seen.stop.wait(0.3)
        connection.shutdown(socket.SHUT_RDWR)

    def _is_reset(self, connection: socket.socket, seen: Seen) -> None:
        channel, answer = self._asked(connection, seen)
        channel.sendall(answer[: _middle(answer)])
        seen.stop.wait(0.3)
        reset(connection)

    def _asked(
        self, connection: socket.socket, seen: Seen, key: paramiko.PKey = HOST_KEY
    ) -> tuple[paramiko.Channel, bytes]:
        """Return the command's channel and the answer with its nonce.

        Raises:
            EOFError: when the client went before it started a command.
        """
        behaviour = _Heard(seen, Answers())
        transport = paramiko.Transport(connection)
        transport.add_server_key(key)
        transport.start_server(event=threading.Event(), server=behaviour)
        channel = transport.accept(30)
        if channel is None or not behaviour.exec_asked.wait(30):
            raise EOFError
        return channel, self._answer.replace(NONCE.encode(), behaviour.nonce)


def _finish(channel: paramiko.Channel, seen: Seen) -> None:
    channel.send_exit_status(0)
    channel.close()
    seen.hang()


def _middle(answer: bytes) -> int:
    """Return a place inside a line of a section in the middle of the answer."""
    return answer.index(b"\n", answer.index(b" B sockets")) + 12


def silent_servers() -> dict[str, Serve]:
    """Return the servers that never come as far as an answer, by name."""
    files = sorted(Path(next(iter(hostile.__path__))).glob("f*.py"))
    return {
        file.stem.replace("_", "-"): importlib.import_module(
            f"{hostile.__name__}.{file.stem}"
        ).CASE.serve
        for file in files
        if not file.stem.startswith(_FRAMED)
    }


def full_listener(stack: ExitStack) -> int:
    """Return a port whose queue of connections is full: nobody is let in, nobody is refused."""
    listener = stack.enter_context(socket.socket())
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    port = int(listener.getsockname()[1])
    for _ in range(3):
        waiting = stack.enter_context(socket.socket())
        waiting.settimeout(0)
        waiting.connect_ex(("127.0.0.1", port))
    return port


def main(answer_file: str) -> None:
    """Serve until the input ends."""
    every = silent_servers() | Framed(Path(answer_file).read_bytes()).servers()
    keys = {"host": HOST_KEY, "other": OTHER_HOST_KEY, "rsa": RSA_HOST_KEY, "revoked": REVOKED_KEY}
    with ExitStack() as stack:
        servers = {name: stack.enter_context(HostileServer(serve)) for name, serve in every.items()}
        ports = {name: server.port for name, server in servers.items()}
        ports["f01-black-hole"] = full_listener(stack)
        pins = {
            name: f"{host_key(key).key_type} {host_key(key).base64}" for name, key in keys.items()
        }
        _tell({"ports": ports, "keys": pins})
        sys.stdin.read()
        _tell({name: _met(server.seen) for name, server in servers.items()})


def _tell(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _met(seen: Seen) -> dict[str, int]:
    return {
        "connections": seen.connections,
        "authentications": seen.authentications,
        "commands": seen.commands,
    }


if __name__ == "__main__":
    main(sys.argv[1])
