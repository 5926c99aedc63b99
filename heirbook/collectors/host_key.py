"""A server's public host key: its type, its bytes, and what they must look like."""

import base64
import binascii
import hashlib
import struct
from dataclasses import dataclass

SHORTEST_RSA_BITS = 2048
GOOD_RSA_BITS = 3072
_LENGTH_BYTES = 4

ALGORITHMS = {
    "ssh-ed25519": ("ssh-ed25519",),
    "ecdsa-sha2-nistp256": ("ecdsa-sha2-nistp256",),
    "ecdsa-sha2-nistp384": ("ecdsa-sha2-nistp384",),
    "ecdsa-sha2-nistp521": ("ecdsa-sha2-nistp521",),
    "ssh-rsa": ("rsa-sha2-512", "rsa-sha2-256"),
}
"""The types that can be pinned, best first, and the signatures asked for with each."""

_FIELDS = {"ssh-ed25519": 2, "ssh-rsa": 3}
_ECDSA_FIELDS = 3
_ED25519_KEY_BYTES = 32


class KeyShapeError(ValueError):
    """A key that cannot be pinned; the message says why, without the key."""


@dataclass(frozen=True)
class HostKey:
    """One public key as it is compared: `blob` is what stands in base64 in a pin."""

    key_type: str
    blob: bytes

    @property
    def fingerprint(self) -> str:
        """Return `SHA256:…` as `ssh-keygen -l` prints it."""
        digest = base64.b64encode(hashlib.sha256(self.blob).digest()).decode("ascii")
        return f"SHA256:{digest.rstrip('=')}"

    @property
    def base64(self) -> str:
        """Return the bytes as they stand in a pin."""
        return base64.b64encode(self.blob).decode("ascii")

    @property
    def rsa_bits(self) -> int | None:
        """Return the length of the modulus, None for other types."""
        if self.key_type != "ssh-rsa":
            return None
        return int.from_bytes(_wire_fields(self.blob)[2], "big").bit_length()


def parse_host_key(key_type: str, encoded: str) -> HostKey:
    """Return the key of a pin's last two words.

    Sample: `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f`.

    Raises:
        KeyShapeError: when the type cannot be pinned or the bytes are not such a key.

    Source: RFC 4253 6.6, RFC 5656 3.1, RFC 8709 4.
    """
    if key_type not in ALGORITHMS:
        raise KeyShapeError("a key of this type cannot be pinned")
    try:
        blob = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise KeyShapeError("the key is not base64") from None
    fields = _wire_fields(blob)
    if fields[0] != key_type.encode("ascii"):
        raise KeyShapeError("the key is of another type than the line says")
    if len(fields) != _FIELDS.get(key_type, _ECDSA_FIELDS):
        raise KeyShapeError("the key is not whole")
    if key_type == "ssh-ed25519" and len(fields[1]) != _ED25519_KEY_BYTES:
        raise KeyShapeError("the key is not whole")
    key = HostKey(key_type, blob)
    if key.rsa_bits is not None and key.rsa_bits < SHORTEST_RSA_BITS:
        raise KeyShapeError(f"an RSA key under {SHORTEST_RSA_BITS} bits cannot be pinned")
    return key


def _wire_fields(blob: bytes) -> list[bytes]:
    """Return the length-prefixed strings that the bytes consist of."""
    fields, at = [], 0
    while at < len(blob):
        end = at + _LENGTH_BYTES
        if end > len(blob):
            raise KeyShapeError("the key is not whole")
        (length,) = struct.unpack(">I", blob[at:end])
        if end + length > len(blob):
            raise KeyShapeError("the key is not whole")
        fields.append(blob[end : end + length])
        at = end + length
    if not fields:
        raise KeyShapeError("the key is not whole")
    return fields
