"""What `inventory/people.yml` declares: people, their roles, keys and logins."""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from heirbook.inventory.declared_part import DeclaredPart, wrong
from heirbook.inventory.declared_types import Day, Line, Name, Number, Text, User, YesNo
from heirbook.inventory.record import Fingerprint

Role = Literal["operator", "successor", "holder", "helper"]
LOWEST_RSA_BITS = 2048
_PRIVATE = re.compile(
    r"PRIVATE KEY-----|b3BlbnNzaC1rZXktdjE|PuTTY-User-Key-File-|AGE-SECRET-KEY-1", re.IGNORECASE
)
_KEY_TYPE = re.compile(r"[a-z0-9][a-z0-9.@-]{0,63}")
PRIVATE_KEY = "this is a private key; remove it, replace it everywhere"


def is_private_key(text: str) -> bool:
    """Return whether the text looks like a private key, in any of the usual forms."""
    return bool(_PRIVATE.search(text))


def _public_line(text: str) -> str:
    if is_private_key(text):
        raise wrong(PRIVATE_KEY)
    if "\n" in text.strip() or not text.strip().isprintable():
        raise wrong("expected one line of an OpenSSH public key")
    words = text.split()
    if len(words) < 2 or not _KEY_TYPE.fullmatch(words[0]):  # noqa: PLR2004  type and key
        raise wrong("expected an OpenSSH public key: its type, the key, and maybe a comment")
    if key_type_of(_blob(words[1])) != words[0]:
        raise wrong("the key does not match its type; copy the whole line of the .pub file again")
    return " ".join(words)


def _blob(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def key_type_of(blob: bytes) -> str:
    """Return the type that a public key's blob names itself, empty when it names none.

    Source: RFC 4253, 6.6: a string with its length in four bytes stands first.
    """
    length = int.from_bytes(blob[:4], "big")
    if not 0 < length < len(blob) - 4:
        return ""
    return blob[4 : 4 + length].decode("ascii", "replace")


class KeyPolicy(DeclaredPart):
    """What a public key must fulfil."""

    min_rsa_bits: Number = 3072

    @model_validator(mode="after")
    def _not_weak(self) -> "KeyPolicy":
        if self.min_rsa_bits < LOWEST_RSA_BITS:
            raise wrong(f"expected at least {LOWEST_RSA_BITS}", "min_rsa_bits")
        return self


class Contact(DeclaredPart):
    """How a person is reached."""

    phone: Line | None = None
    mail: Line | None = None
    note: Text | None = None


class SshKey(DeclaredPart):
    """A person's public key."""

    key: Annotated[Text, AfterValidator(_public_line)]
    """One line of a `.pub` file; never a private key."""
    added: Day | None = None
    expires: Day | None = None
    burnt: YesNo = False
    """It leaked and must be nowhere."""

    @property
    def blob(self) -> bytes:
        """Return the key itself, as it travels."""
        return _blob(self.key.split()[1])

    @property
    def fingerprint(self) -> Fingerprint:
        """Return the fingerprint as `ssh-keygen -l` prints it."""
        digest = base64.b64encode(hashlib.sha256(self.blob).digest()).decode("ascii")
        return Fingerprint("SHA256:" + digest.rstrip("="))


class Person(DeclaredPart):
    """Somebody who runs, inherits, holds a share or helps."""

    name: Line
    roles: tuple[Role, ...] = ()
    languages: tuple[Annotated[Line, Field(pattern=r"^[a-z]{2,3}$")], ...] = ()
    """Language codes; the first is preferred."""
    platform: Name | None = None
    """The guide this person needs: `windows`, `macos`, `linux`."""
    contact: Contact = Contact()
    ssh_keys: tuple[SshKey, ...] = ()
    logins: Mapping[Name, tuple[User, ...]] = Field(default_factory=dict)
    """The accounts this person should have, by server or cluster."""
    consent: Day | None = None
    """The day this person agreed to the role."""
    left: Day | None = None
    """The day this person left; absent means still here."""


class PeopleFile(DeclaredPart):
    """The whole of `inventory/people.yml`."""

    key_policy: KeyPolicy = KeyPolicy()
    people: Mapping[Name, Person] = Field(default_factory=dict)
