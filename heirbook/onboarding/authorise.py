"""The scripts that put a key on an account or take it off, and what they answer."""

import base64
import binascii
import ipaddress
import re
import shlex
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Literal

from heirbook.errors import UsageError

State = Literal["added", "already", "removed", "absent", "refused", "failed"]
_STATES: frozenset[State] = frozenset(
    {"added", "already", "removed", "absent", "refused", "failed"}
)
_SHELL = resources.files("heirbook.onboarding") / "shell"
_MARK = "heirbook-key "
_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")
_ANY_OPENSSH = 0
_WITH_EXPIRY = 707
"""OpenSSH 7.7 was the first to know `expiry-time`."""


@dataclass(frozen=True)
class KeyOptions:
    """What limits a key: until when it opens, from where."""

    expires: date | None = None
    origin: str = ""
    """Addresses or networks with commas: `192.0.2.0/24`."""

    @property
    def text(self) -> str:
        """Return the options as they stand before a key.

        Source: sshd(8), AUTHORIZED_KEYS FILE FORMAT.
        """
        words = [f'from="{self.origin}"'] if self.origin else []
        words += [f'expiry-time="{self.expires:%Y%m%d}"'] if self.expires else []
        return ",".join(words)

    @property
    def needs(self) -> str:
        """Return the version of OpenSSH that knows them, as 100 times major plus minor."""
        if not self.text:
            return ""
        return str(_WITH_EXPIRY if self.expires else _ANY_OPENSSH)


@dataclass(frozen=True)
class Answer:
    """What the script said of one account."""

    state: State
    words: str = ""
    """Foreign text: the file, the counts, or why not."""
    notes: tuple[str, ...] = ()


def origin_of(text: str) -> str:
    """Return addresses and networks as sshd takes them.

    Raises:
        UsageError: when one of them is neither.
    """
    try:
        return ",".join(str(ipaddress.ip_network(part.strip())) for part in text.split(","))
    except ValueError:
        raise UsageError(
            "the origin is no address and no network", hint="--from 192.0.2.0/24"
        ) from None


def add_script(key_line: str, options: KeyOptions, account: str, become: str = "auto") -> str:
    """Return the script that adds a key to an account's file; the line stands in a here-document.

    Raises:
        ValueError: when it is not one line.
    """
    line = f"{options.text} {key_line}".strip()
    if "\n" in line or not line.isprintable():
        message = "a key is one line"
        raise ValueError(message)
    words = f"KEY_LINE=$(cat <<'HEIRBOOK_KEY'\n{line}\nHEIRBOOK_KEY\n)\n"
    return _script(f"{words}NEEDS={shlex.quote(options.needs)}\n", "add.sh", account, become)


def remove_script(
    fingerprint: str, able: Collection[str], account: str, become: str = "auto"
) -> str:
    """Return the script that removes a key from an account's file.

    `able` are fingerprints of which one has to stay there; none: nothing has to stay.
    """
    others = " ".join(sorted(hex_digest(one) for one in able))
    words = (
        f"REMOVE={shlex.quote(hex_digest(fingerprint))}\n"
        f"ABLE={shlex.quote(others)}\nNEED_ABLE={int(bool(able))}\n"
    )
    return _script(words, "remove.sh", account, become)


def hex_digest(fingerprint: str) -> str:
    """Return a fingerprint's digest in hex, as `sha256sum` prints it.

    Raises:
        UsageError: when it is no fingerprint.
    """
    try:
        if _FINGERPRINT.fullmatch(fingerprint):
            return base64.b64decode(fingerprint.removeprefix("SHA256:") + "=", validate=True).hex()
    except binascii.Error:
        pass
    raise UsageError(
        "that is no fingerprint", hint="copy it from access/who.md of the book: SHA256:…"
    )


def answer_of(output: str) -> Answer:
    """Return what the script said last; other lines, such as a greeting, are passed over.

    Sample: `heirbook-key added 2 3 /home/jonas/.ssh/authorized_keys`.
    """
    lines = [line.removeprefix(_MARK) for line in output.splitlines() if line.startswith(_MARK)]
    notes = tuple(line.removeprefix("note ") for line in lines if line.startswith("note "))
    for line in reversed(lines):
        word, _, rest = line.partition(" ")
        for state in _STATES:
            if word == state:
                return Answer(state, rest, notes)
    return Answer("failed", "the server gave no answer that can be read", notes)


def _script(words: str, part: str, account: str, become: str) -> str:
    head = f"ACCOUNT={shlex.quote(account)}\nBECOME={shlex.quote(become)}\n"
    work = f"{words}{_text('key_file.sh')}{_text(part)}"
    return (
        f"{head}key_work(){{ cat <<'HEIRBOOK_WORK'\n{work}HEIRBOOK_WORK\n}}\n{_text('account.sh')}"
    )


@cache
def _text(name: str) -> str:
    return (_SHELL / name).read_text("utf-8")
