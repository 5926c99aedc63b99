"""Ways to a server's socket: names, TCP, and a channel through a jump server; each may fail."""

import ipaddress
import socket
import threading
from dataclasses import dataclass

from heirbook.collectors.deadline import Deadline
from heirbook.collectors.transport import OfferedKey, Reason, Stage, TransportFailure

CONNECT_TIMEOUT_S = 5.0

Address = tuple[str, int]

LIBRARY_ERRORS: tuple[type[Exception], ...] = (Exception,)
"""What the SSH library raises: a hostile packet may break it anywhere, and it hands that on."""


class ConnectionFailedError(Exception):
    """Why a connection did not come about; becomes a `TransportFailure`, never a message."""

    def __init__(self, reason: Reason, stage: Stage, host_key: OfferedKey | None = None) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
        self.stage: Stage = stage
        self.host_key = host_key
        self.hop: str | None = None

    def failure(self, duration_s: float, attempts: int) -> TransportFailure:
        """Return the failure as the collector sees it."""
        return TransportFailure(
            reason=self.reason,
            stage=self.stage,
            duration_s=duration_s,
            attempts=attempts,
            host_key=self.host_key,
            hop=self.hop,
        )


def connect(address: str, port: int, deadline: Deadline) -> socket.socket:
    """Return a connected socket that the deadline watches over.

    Raises:
        ConnectionFailedError: with `dns`, `connect_timeout`, `refused` or `reset`.
    """
    failure = ConnectionFailedError("dns", "connect")
    for found in _resolve(address, port, deadline):
        try:
            sock = socket.create_connection(found, timeout=_limit(deadline))
        except OSError as error:
            failure = ConnectionFailedError(_reason(error), "connect")
            continue
        # small packets leave at once: a key exchange is a dialogue of small packets
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        deadline.guard(sock)
        return sock
    raise failure


def _limit(deadline: Deadline) -> float:
    limit = deadline.at_most(CONNECT_TIMEOUT_S)
    if limit <= 0:
        raise ConnectionFailedError("connect_timeout", "connect")
    return limit


def _reason(error: OSError) -> Reason:
    if isinstance(error, ConnectionRefusedError | PermissionError):
        return "refused"
    if isinstance(error, ConnectionResetError | ConnectionAbortedError):
        return "reset"
    return "connect_timeout"


@dataclass
class _Resolved:
    addresses: tuple[Address, ...] = ()


def _resolve(address: str, port: int, deadline: Deadline) -> tuple[Address, ...]:
    """Return the numeric addresses of a name; the system's resolver knows no time limit."""
    try:
        ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        pass
    else:
        return ((address, port),)
    resolved = _Resolved()

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        resolved.addresses = tuple(
            dict.fromkeys((str(where[0]), int(where[1])) for *_, where in found)
        )

    thread = threading.Thread(target=look_up, name=f"resolve-{address}", daemon=True)
    thread.start()
    thread.join(_limit(deadline))
    return resolved.addresses
