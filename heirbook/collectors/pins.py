"""The pinned host keys of `collectors/known_hosts`: the only ones a connection accepts."""

import re
from dataclasses import dataclass
from pathlib import Path

from heirbook.collectors.host_key import (
    GOOD_RSA_BITS,
    HostKey,
    KeyShapeError,
    parse_host_key,
)
from heirbook.errors import Problem, WorkspaceError
from heirbook.workspace import KNOWN_HOSTS

DEFAULT_PORT = 22
_REVOKED = "@revoked"
_ADDRESS = re.compile(r"(?!-)[A-Za-z0-9._:%-]{1,255}", re.ASCII)
_WITH_PORT = re.compile(r"\[(?P<address>[^\]]+)\]:(?P<port>[1-9][0-9]{0,4})", re.ASCII)
_WORDS = 3
_LAST_PORT = 65535


@dataclass(frozen=True)
class Pin:
    """One line: the key that a server at this address and port shows, or must never show."""

    address: str
    port: int
    key: HostKey
    revoked: bool = False

    def line(self) -> str:
        """Return the pin as stock `ssh` reads it too."""
        at = self.address if self.port == DEFAULT_PORT else f"[{self.address}]:{self.port}"
        marker = f"{_REVOKED} " if self.revoked else ""
        return f"{marker}{at} {self.key.key_type} {self.key.base64}"


@dataclass(frozen=True)
class Pins:
    """All pins of a workspace, and what is to be said about weak ones."""

    entries: tuple[Pin, ...] = ()
    warnings: tuple[Problem, ...] = ()

    def lookup(self, address: str, port: int) -> tuple[HostKey, ...]:
        """Return the keys pinned for an address, in the order of the file."""
        wanted = (comparable(address), port)
        return tuple(
            pin.key
            for pin in self.entries
            if not pin.revoked and (comparable(pin.address), pin.port) == wanted
        )

    def is_revoked(self, key: HostKey) -> bool:
        """Return whether the key is revoked; a leaked key is good at no address."""
        return any(pin.revoked and pin.key == key for pin in self.entries)


def comparable(address: str) -> str:
    """Return the address as two spellings of it are compared: lower case, no dot at its end."""
    return address.removesuffix(".").lower()


def read_pins(file: Path) -> Pins:
    """Return the pins of a file; a missing one holds none.

    Raises:
        WorkspaceError: with file and line of everything that is not a pin.
    """
    try:
        text = file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return Pins()
    except (OSError, UnicodeDecodeError):
        raise WorkspaceError(
            f"'{KNOWN_HOSTS}' cannot be read", hint=f"save it as UTF-8: {KNOWN_HOSTS}"
        ) from None
    return parse_pins(text)


def parse_pins(text: str, name: str = KNOWN_HOSTS) -> Pins:
    """Return the pins of a file's text.

    Sample: `[192.0.2.9]:2222 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…`; `@revoked` may precede it.

    Raises:
        WorkspaceError: with file and line of everything that is not a pin.

    Source: sshd(8), SSH_KNOWN_HOSTS FILE FORMAT; of it only what names one server and one key.
    """
    pins, problems, warnings = [], [], []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        where = f"{name}:{number}"
        try:
            pin = parse_pin(line)
        except KeyShapeError as error:
            problems.append(Problem(where, "", str(error)))
            continue
        if pin is None:
            continue
        pins.append(pin)
        if pin.key.rsa_bits is not None and pin.key.rsa_bits < GOOD_RSA_BITS:
            warnings.append(
                Problem(where, "", f"this RSA key is shorter than {GOOD_RSA_BITS} bits")
            )
    if problems:
        first = "read the key again with: heirbook trust SERVER"
        raise WorkspaceError(f"'{name}' holds lines that are not pins", first, tuple(problems))
    return Pins(tuple(pins), tuple(warnings))


def parse_pin(line: str) -> Pin | None:
    """Return the pin of one line, None for a blank line or a comment.

    Sample: `upe.example.org ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…`.

    Raises:
        KeyShapeError: saying what is wrong with it.
    """
    words = line.split()
    if not words or words[0].startswith("#"):
        return None
    revoked = words[0] == _REVOKED
    words = words[1:] if revoked else words
    if words and words[0].startswith("@"):
        raise KeyShapeError("only the mark @revoked is known")
    if len(words) != _WORDS:
        raise KeyShapeError("expected: address, type of the key, key")
    address, port = _place(words[0])
    return Pin(address, port, parse_host_key(words[1], words[2]), revoked)


def _place(word: str) -> tuple[str, int]:
    if word.startswith("|"):
        raise KeyShapeError("a hashed address cannot be read")
    if "," in word:
        raise KeyShapeError("write one address a line")
    match = _WITH_PORT.fullmatch(word)
    address, port = (match["address"], int(match["port"])) if match else (word, DEFAULT_PORT)
    if not _ADDRESS.fullmatch(address) or port > _LAST_PORT:
        raise KeyShapeError("expected an address or [address]:port, without wildcards")
    return address, port
