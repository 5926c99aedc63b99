"""SSH servers of the tests' own on loopback that misbehave on purpose, and count what they see."""

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import paramiko
from paramiko.common import (
    AUTH_FAILED,
    AUTH_SUCCESSFUL,
    OPEN_FAILED_CONNECT_FAILED,
    OPEN_SUCCEEDED,
)
from typing_extensions import override

from heirbook.collectors.hop import Hop, Place, Route
from heirbook.collectors.host_key import HostKey
from heirbook.collectors.pins import Pin, Pins
from heirbook.collectors.transport import Cut, Reason

CLIENT_KEY = paramiko.RSAKey.generate(2048)
HOST_KEY = paramiko.ECDSAKey.generate()
OTHER_HOST_KEY = paramiko.ECDSAKey.generate()
RSA_HOST_KEY = paramiko.RSAKey.generate(2048)


@dataclass
class Seen:
    """What one server has met so far."""

    connections: int = 0
    authentications: int = 0
    commands: int = 0
    stop: threading.Event = field(default_factory=threading.Event)
    """Set at the end of the test: whoever hangs on purpose waits for it."""

    def hang(self) -> bool:
        """Return False, but only when the test ends."""
        self.stop.wait(60)
        return False


Serve = Callable[[socket.socket, Seen], None]


@dataclass(frozen=True)
class Case:
    """One hostile server: how it serves a connection, and what must come of it."""

    serve: Serve
    reason: Reason | None = None
    """The failure; None: something arrived."""
    cut: Cut | None = None
    stdout: bytes | None = None
    """What arrived, where it is known."""
    budget_s: float = 2.0
    attempts: int = 1
    authentications: int = 0


class HostileServer:
    """Serves each connection in a thread; gone when left."""

    def __init__(self, serve: Serve) -> None:
        self.seen = Seen()
        self._serve = serve
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._sockets: list[socket.socket] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.seen.stop.set()
        # close alone would leave the thread waiting in accept
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        for sock in (self._listener, *self._sockets):
            sock.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.seen.connections += 1
            self._sockets.append(connection)
            threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        # the client goes when it has had enough; that is what is being tested
        with suppress(OSError, EOFError, paramiko.SSHException):
            self._serve(connection, self.seen)


@dataclass
class Answers:
    """What a server says at each step; a step may hang before it answers."""

    let_in: Callable[[], bool] = lambda: True
    open_channel: Callable[[], bool] = lambda: True
    run_command: Callable[[], bool] = lambda: True


class Behaviour(paramiko.ServerInterface):
    """Counts logins and commands and gives the answers it was told to."""

    def __init__(self, seen: Seen, answers: Answers) -> None:
        self.exec_asked = threading.Event()
        self._seen = seen
        self._answers = answers

    @override
    def get_allowed_auths(self, username: str) -> str:
        return "publickey"

    @override
    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        self._seen.authentications += 1
        return AUTH_SUCCESSFUL if self._answers.let_in() else AUTH_FAILED

    @override
    def check_channel_request(self, kind: str, chanid: int) -> int:
        return OPEN_SUCCEEDED if self._answers.open_channel() else OPEN_FAILED_CONNECT_FAILED

    @override
    def check_channel_exec_request(self, channel: paramiko.Channel, command: bytes) -> bool:
        self._seen.commands += 1
        self.exec_asked.set()
        return self._answers.run_command()


def serve_ssh(connection: socket.socket, seen: Seen, answers: Answers) -> None:
    """Serve a connection with these answers until it ends."""
    _begin(connection, Behaviour(seen, answers), HOST_KEY)


def command_channel(
    connection: socket.socket, seen: Seen, key: paramiko.PKey = HOST_KEY
) -> paramiko.Channel:
    """Return the channel of the command that the client has started.

    Raises:
        EOFError: when the client went before it started one.
    """
    behaviour = Behaviour(seen, Answers())
    channel = _begin(connection, behaviour, key).accept(20)
    if channel is None or not behaviour.exec_asked.wait(20):
        raise EOFError
    return channel


def flood_before_exec(
    connection: socket.socket, seen: Seen, answers: Answers, asked: threading.Event
) -> None:
    """Send output without end, and without regard to the window, once a command is asked for."""
    channel = _begin(connection, Behaviour(seen, answers), HOST_KEY).accept(20)
    if channel is None or not asked.wait(20):
        return
    channel.out_window_size = 1 << 40
    while not seen.stop.is_set():
        channel.sendall(b"x" * 262144)


def _begin(
    connection: socket.socket, behaviour: Behaviour, key: paramiko.PKey
) -> paramiko.Transport:
    transport = paramiko.Transport(connection)
    transport.add_server_key(key)
    transport.start_server(event=threading.Event(), server=behaviour)
    return transport


def reset(connection: socket.socket) -> None:
    """Close so that the other side meets a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def host_key(key: paramiko.PKey) -> HostKey:
    """Return a key as it is pinned."""
    return HostKey(key.get_name(), key.asbytes())


def pinned(port: int, *keys: paramiko.PKey, revoked: paramiko.PKey | None = None) -> Pins:
    """Return pins of these keys for a server on this port."""
    pins = [Pin("127.0.0.1", port, host_key(key)) for key in keys]
    if revoked is not None:
        pins.append(Pin("127.0.0.1", port, host_key(revoked), revoked=True))
    return Pins(tuple(pins))


def route_to(port: int, address: str = "127.0.0.1") -> Route:
    """Return the way to a server on this port, with the tests' key."""
    return Route((), Hop(Place("upe", address, port), "heirbook", CLIENT_KEY))
