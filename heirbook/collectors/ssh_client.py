"""The SSH steps of one connection: key exchange, the pinned key, one login."""

import logging
import socket
import time
from collections.abc import Sequence

import paramiko

from heirbook.collectors.connection import LIBRARY_ERRORS, ConnectionFailedError, connect
from heirbook.collectors.deadline import Deadline
from heirbook.collectors.hop import Hop, Place
from heirbook.collectors.host_key import ALGORITHMS, HostKey
from heirbook.collectors.pins import Pins
from heirbook.collectors.transport import OfferedKey, Reason

STEP_TIMEOUT_S = 10.0
_ADMINISTRATIVELY_PROHIBITED = 1

_DISABLED = {
    "ciphers": ["aes128-cbc", "aes192-cbc", "aes256-cbc", "3des-cbc"],
    "macs": ["hmac-sha1", "hmac-sha1-96", "hmac-md5", "hmac-md5-96"],
}
_FIRST_KEX = "curve25519-sha256@libssh.org"
_FIRST_CIPHERS = ("aes128-gcm@openssh.com", "aes256-gcm@openssh.com")

# the library logs what servers send and, without a handler, prints it to stderr
logging.getLogger("paramiko").setLevel(logging.CRITICAL + 1)

Wire = socket.socket | paramiko.Channel


def shake_hands(
    wire: Wire, place: Place, deadline: Deadline, types: tuple[str, ...] = ()
) -> paramiko.Transport:
    """Return the transport after its key exchange; nobody has logged in yet.

    `types` are the key types asked for first.

    Raises:
        ConnectionFailedError: with `reset`, `banner` or `kex`.
    """
    try:
        transport = _prepared(wire, types)
    except LIBRARY_ERRORS:
        # the deadline closed the wire in this moment
        raise ConnectionFailedError("banner", "kex") from None
    transport.name = f"ssh-{place.server}"
    try:
        transport.start_client(timeout=deadline.at_most(STEP_TIMEOUT_S))
        transport.get_remote_server_key()
    except LIBRARY_ERRORS as error:
        reason = _handshake_reason(transport, error, deadline)
        raise ConnectionFailedError(reason, "kex") from None
    return transport


def _prepared(wire: Wire, types: tuple[str, ...]) -> paramiko.Transport:
    transport = paramiko.Transport(wire, disabled_algorithms=_DISABLED)
    transport.banner_timeout = transport.handshake_timeout = STEP_TIMEOUT_S
    transport.auth_timeout = transport.channel_timeout = STEP_TIMEOUT_S
    options = transport.get_security_options()
    options.kex = _first(options.kex, (_FIRST_KEX,))
    options.ciphers = _first(options.ciphers, _FIRST_CIPHERS)
    wanted = tuple(name for key_type in types for name in ALGORITHMS[key_type])
    options.key_types = _first(options.key_types, wanted)
    return transport


def _first(offered: Sequence[str], wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is offered with the wanted ones in front; order is preference."""
    front = tuple(name for name in wanted if name in offered)
    return (*front, *(name for name in offered if name not in front))


def _handshake_reason(
    transport: paramiko.Transport, error: Exception, deadline: Deadline
) -> Reason:
    if transport.remote_version:
        return "kex"
    cause = error.__context__ or error
    dropped = isinstance(cause, ConnectionError | EOFError) and not deadline.passed
    return "reset" if dropped else "banner"


def shown_key(transport: paramiko.Transport) -> HostKey:
    """Return the host key of the finished key exchange.

    Raises:
        ConnectionFailedError: when the server has hung up since.
    """
    try:
        key = transport.get_remote_server_key()
    except LIBRARY_ERRORS:
        raise ConnectionFailedError("reset", "kex") from None
    return HostKey(key.get_name(), key.asbytes())


def verify_host_key(offered: HostKey, place: Place, pins: Pins) -> None:
    """Return when the key is the pinned one.

    Raises:
        ConnectionFailedError: with `hostkey_revoked`, `hostkey_unknown` or `hostkey_changed`.
    """
    pinned = pins.lookup(place.address, place.port)
    if offered in pinned and not pins.is_revoked(offered):
        return
    same_type = [key for key in pinned if key.key_type == offered.key_type]
    shown = [key.fingerprint for key in (*same_type, *pinned)]
    reason: Reason = "hostkey_changed" if pinned else "hostkey_unknown"
    if pins.is_revoked(offered):
        reason = "hostkey_revoked"
    key = OfferedKey(offered.key_type, offered.fingerprint, shown[0] if shown else None)
    raise ConnectionFailedError(reason, "kex", key)


def log_in(transport: paramiko.Transport, hop: Hop, deadline: Deadline) -> None:
    """Try the one key once.

    Raises:
        ConnectionFailedError: with `auth`, or `auth_timeout` when no answer came.
    """
    limit = transport.auth_timeout = deadline.at_most(STEP_TIMEOUT_S)
    started = time.monotonic()
    try:
        still_wanted = transport.auth_publickey(hop.user, hop.key)
    except LIBRARY_ERRORS:
        late = deadline.passed or time.monotonic() - started >= limit
        raise ConnectionFailedError("auth_timeout" if late else "auth", "auth") from None
    if still_wanted:
        raise ConnectionFailedError("auth", "auth")


def open_way(hops: tuple[Hop, ...], pins: Pins, deadline: Deadline) -> paramiko.Transport | None:
    """Return the transport logged in at the last of the jump servers, None without any.

    Raises:
        ConnectionFailedError: naming the hop at which it failed.
    """
    transport = None
    for hop in hops:
        try:
            transport = enter(hop, transport, pins, deadline)
        except ConnectionFailedError as failed:
            failed.hop = hop.place.server
            raise
    return transport


def enter(
    hop: Hop, through: paramiko.Transport | None, pins: Pins, deadline: Deadline
) -> paramiko.Transport:
    """Return the transport logged in at this hop, reached directly or through a jump server.

    Raises:
        ConnectionFailedError: at whichever step it failed; no login before the key was the pinned.
    """
    types = tuple(key.key_type for key in pins.lookup(hop.place.address, hop.place.port))
    transport = shake_hands(wire_to(hop.place, through, deadline), hop.place, deadline, types)
    verify_host_key(shown_key(transport), hop.place, pins)
    log_in(transport, hop, deadline)
    return transport


def wire_to(place: Place, through: paramiko.Transport | None, deadline: Deadline) -> Wire:
    """Return a socket to the place, or a channel to it through a jump server.

    Raises:
        ConnectionFailedError: when it cannot be reached.
    """
    if through is None:
        return connect(place.address, place.port, deadline)
    try:
        return through.open_channel(
            "direct-tcpip",
            (place.address, place.port),
            ("127.0.0.1", 0),
            timeout=deadline.at_most(STEP_TIMEOUT_S),
        )
    except paramiko.ChannelException as error:
        forbidden = error.code == _ADMINISTRATIVELY_PROHIBITED
        reason: Reason = "channel" if forbidden else "refused"
        raise ConnectionFailedError(reason, "connect") from None
    except LIBRARY_ERRORS:
        raise ConnectionFailedError("connect_timeout", "connect") from None
