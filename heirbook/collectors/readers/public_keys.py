"""Public keys of SSH: their fingerprints and sizes, from the blob that stands in a key line."""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from heirbook.inventory.record import Fingerprint

_CURVE_BITS = {"nistp256": 256, "nistp384": 384, "nistp521": 521}
_FIXED_BITS = {
    "ssh-ed25519": 256,
    "sk-ssh-ed25519@openssh.com": 256,
    "sk-ecdsa-sha2-nistp256@openssh.com": 256,
    "ssh-ed448": 456,
}
_FIELDS = {
    "ssh-rsa": 3,
    "ssh-dss": 5,
    "ssh-ed25519": 2,
    "ecdsa-sha2-nistp256": 3,
    "ecdsa-sha2-nistp384": 3,
    "ecdsa-sha2-nistp521": 3,
    "sk-ssh-ed25519@openssh.com": 3,
    "sk-ecdsa-sha2-nistp256@openssh.com": 4,
}
"""How many fields a blob has, the type's name among them."""
_LONGEST_BLOB = 16 * 1024


@dataclass(frozen=True)
class PublicKey:
    """A public key's type, size and fingerprint."""

    type: str
    bits: int | None
    fingerprint: Fingerprint


def public_key(type_: str, encoded: str) -> PublicKey:
    """Return the key of a line's type and base64 blob.

    Sample: `ssh-ed25519`, `AAAAC3NzaC1lZDI1NTE5AAAAI…`. Fingerprint and bits are those that
    `ssh-keygen -l` prints.

    Raises:
        ValueError: when the blob is no key of this type.

    Source: RFC 4253 section 6.6, RFC 5656 section 3.1, OpenSSH 9.2.
    """
    try:
        blob = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        message = "no base64"
        raise ValueError(message) from error
    fields = blob_fields(blob)
    count = _FIELDS.get(type_, max(len(fields), 2))
    if len(fields) != count or fields[0] != type_.encode() or not all(fields[:3]):
        message = "the blob is no key of this type"
        raise ValueError(message)
    digest = base64.b64encode(hashlib.sha256(blob).digest()).decode("ascii").rstrip("=")
    return PublicKey(type_, _bits(type_, fields), Fingerprint(f"SHA256:{digest}"))


def blob_fields(blob: bytes) -> list[bytes]:
    """Return the length-prefixed fields of a blob; one that is cut off raises."""
    fields = []
    position = 0
    while position < len(blob) <= _LONGEST_BLOB:
        length = int.from_bytes(blob[position : position + 4], "big")
        field = blob[position + 4 : position + 4 + length]
        position += 4 + length
        fields.append(field)
    if position != len(blob):
        message = "the blob is cut off"
        raise ValueError(message)
    return fields


def _bits(type_: str, fields: list[bytes]) -> int | None:
    match type_, fields:
        case "ssh-rsa", [_, _, modulus]:
            return int.from_bytes(modulus, "big").bit_length()
        case "ssh-dss", [_, prime, *_]:
            return int.from_bytes(prime, "big").bit_length()
        case _ if type_.startswith("ecdsa-sha2-"):
            return _CURVE_BITS.get(type_.removeprefix("ecdsa-sha2-"))
        case _:
            return _FIXED_BITS.get(type_)
