"""The steps of `heirbook trust` that ask nobody: look at a key, judge it, rewrite the pins."""

import re
import time
from dataclasses import dataclass
from datetime import date

from heirbook.collectors.connection import ConnectionFailedError
from heirbook.collectors.deadline import Deadline
from heirbook.collectors.hop import Hop, Place
from heirbook.collectors.host_key import HostKey
from heirbook.collectors.pins import Pin, Pins, comparable, parse_pin
from heirbook.collectors.ssh_client import open_way, shake_hands, shown_key, wire_to
from heirbook.collectors.transport import TransportFailure
from heirbook.errors import HostKeyError

LOOK_TIMEOUT_S = 15.0
CONSOLE_COMMAND = "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub"
"""How the true fingerprint is read on the server's own console."""

_TRUSTED = re.compile(
    r"# \S+ (?P<new>SHA256:\S+) trusted (?P<day>\d{4}-\d{2}-\d{2}) by .*", re.ASCII
)


@dataclass(frozen=True)
class Trusted:
    """One decision of an operator: this key, on this day, instead of those."""

    place: Place
    key: HostKey
    day: date
    person: str
    replaces: tuple[HostKey, ...] = ()

    def comment(self) -> str:
        """Return the line that stands above the pin."""
        old = ", ".join(key.fingerprint for key in self.replaces)
        end = f", replaces {old}" if old else ""
        return (
            f"# {self.place.server} {self.key.fingerprint} trusted {self.day} by {self.person}{end}"
        )


def offered_key(
    place: Place, jumps: tuple[Hop, ...], pins: Pins, key_type: str | None = None
) -> HostKey | TransportFailure:
    """Return the host key that a server shows now, asked for by type if one is given.

    Only the jump servers are logged in to; at the server itself the key exchange is all.
    """
    started = time.monotonic()
    with Deadline(LOOK_TIMEOUT_S) as deadline:
        try:
            wire = wire_to(place, open_way(jumps, pins, deadline), deadline)
            types = (key_type,) if key_type else ()
            return shown_key(shake_hands(wire, place, deadline, types))
        except ConnectionFailedError as failed:
            return failed.failure(time.monotonic() - started, attempts=1)


def decide(
    place: Place, offered: HostKey, read: str, pins: Pins, *, replace: bool
) -> tuple[HostKey, ...]:
    """Return the pinned keys that the offered one replaces; none for a first or the same key.

    `read` is the fingerprint that somebody read on the server's console.

    Raises:
        HostKeyError: when the key is revoked, is not the one read there, or another one is pinned
            and `replace` was not said.
    """
    name = place.server
    if pins.is_revoked(offered):
        raise HostKeyError(
            f"the host key of '{name}' is revoked ({offered.key_type})",
            hint="make new host keys on the server, and find out who has the old one",
        )
    if read.strip() != offered.fingerprint:
        raise HostKeyError(
            f"the fingerprint read on the console is not that of the key '{name}' shows",
            hint=f"read it again on the server's console: {CONSOLE_COMMAND}",
        )
    others = tuple(key for key in pins.lookup(place.address, place.port) if key != offered)
    if others and not replace:
        raise HostKeyError(
            f"another host key of '{name}' is pinned ({others[0].key_type})",
            hint=f"heirbook trust {name} --replace",
        )
    return others


def trusted_on(pins_text: str, fingerprint: str) -> str | None:
    """Return the day on which a pinned key was trusted, as its comment says.

    Sample: `# upe SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU trusted 2026-03-02 by rasa`.

    Source: our own file, see `Trusted.comment`.
    """
    days = [
        match["day"]
        for line in pins_text.splitlines()
        if (match := _TRUSTED.fullmatch(line)) and match["new"] == fingerprint
    ]
    return days[-1] if days else None


def rewrite(pins_text: str, trusted: Trusted) -> str:
    """Return the file with the new pin in it: sorted, each pin below its own comments.

    Comments at the top of the file that a blank line parts from the rest stay at the top.
    """
    head, blocks = _blocks(pins_text)
    where = (comparable(trusted.place.address), trusted.place.port)
    gone = (*trusted.replaces, trusted.key)
    kept = [block for block in blocks if not _is_pin_of(block.pin, where, gone)]
    new = Pin(trusted.place.address, trusted.place.port, trusted.key)
    kept.append(_Block((trusted.comment(),), new))
    kept.sort(key=_order)
    lines = [line for block in kept for line in (*block.comments, block.pin.line())]
    return "".join(f"{line}\n" for line in (*head, *lines))


@dataclass(frozen=True)
class _Block:
    comments: tuple[str, ...]
    pin: Pin


def _order(block: _Block) -> tuple[str, int, str, bool, str]:
    pin = block.pin
    return (comparable(pin.address), pin.port, pin.key.key_type, pin.revoked, pin.key.base64)


def _is_pin_of(pin: Pin, where: tuple[str, int], keys: tuple[HostKey, ...]) -> bool:
    return not pin.revoked and (comparable(pin.address), pin.port) == where and pin.key in keys


def _blocks(pins_text: str) -> tuple[list[str], list[_Block]]:
    """Return the lines at the top, and each pin with the comments above it."""
    head: list[str] = []
    comments: list[str] = []
    blocks: list[_Block] = []
    for line in pins_text.removeprefix("\ufeff").splitlines():
        pin = parse_pin(line)
        if pin is not None:
            blocks.append(_Block(tuple(comments), pin))
            comments = []
        elif line.strip():
            comments.append(line.strip())
        elif not blocks and comments:
            head += [*comments, ""]
            comments = []
    return head + comments, blocks
