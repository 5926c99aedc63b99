"""The bytes of a public key, taken apart wholly: nothing too short, too long or impossible."""

from dataclasses import dataclass
from typing import Literal

from cryptography.hazmat.primitives.asymmetric import ec

from heirbook.collectors.readers.public_keys import blob_fields

Verdict = Literal[
    "ok", "ok-known", "private", "weak", "obsolete", "options", "certificate", "burnt",
    "several", "damaged", "unknown", "too-large", "empty",
]  # fmt: skip

_CURVES: dict[str, ec.EllipticCurve] = {
    "nistp256": ec.SECP256R1(),
    "nistp384": ec.SECP384R1(),
    "nistp521": ec.SECP521R1(),
}
_ED25519_BYTES = 32
_ED25519_PRIME = 2**255 - 19
_ED25519_D = -121665 * pow(121666, -1, _ED25519_PRIME) % _ED25519_PRIME
_LONGEST_RSA_BITS = 16384
_UNCOMPRESSED = 4
_SMALLEST_EXPONENT = 3


class NotUsableError(Exception):
    """Why an input is no usable public key; carries the verdict and nothing of the input."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict)
        self.verdict: Verdict = verdict


@dataclass(frozen=True)
class Blob:
    """A public key's bytes with the type that they name themselves."""

    type: str
    raw: bytes
    rsa_bits: int | None = None


def whole_blob(raw: bytes) -> Blob:
    """Return the key that the bytes hold, to the last byte.

    Sample: `ssh-ed25519` and 32 bytes, each with its length in four bytes before it.

    Raises:
        NotUsableError: `damaged`, or `obsolete` for DSA.

    Source: RFC 4253 6.6, RFC 5656 3.1, RFC 8709 4, OpenSSH PROTOCOL.u2f.
    """
    try:
        fields = blob_fields(raw)
        type_ = fields[0].decode("ascii")
    except (ValueError, IndexError):
        raise NotUsableError("damaged") from None
    match type_, fields[1:]:
        case "ssh-rsa", [exponent, modulus]:
            return _rsa(raw, exponent, modulus)
        case "ssh-dss", [_, _, _, _]:
            raise NotUsableError("obsolete")
        case _, rest if _is_point(type_, rest):
            return Blob(type_, raw)
        case _:
            raise NotUsableError("damaged")


def _is_point(type_: str, fields: list[bytes]) -> bool:
    match type_, fields:
        case "ssh-ed25519", [point]:
            return _on_ed25519(point)
        case "sk-ssh-ed25519@openssh.com", [point, application]:
            return _on_ed25519(point) and _is_application(application)
        case "sk-ecdsa-sha2-nistp256@openssh.com", [b"nistp256", point, application]:
            return _on_curve(b"nistp256", point) and _is_application(application)
        case _, [curve, point]:
            return type_.encode() == b"ecdsa-sha2-" + curve and _on_curve(curve, point)
        case _:
            return False


def _rsa(raw: bytes, exponent: bytes, modulus: bytes) -> Blob:
    e, n = _positive(exponent), _positive(modulus)
    bits = n.bit_length()
    if e < _SMALLEST_EXPONENT or e % 2 == 0 or n % 2 == 0 or e >= n or bits > _LONGEST_RSA_BITS:
        raise NotUsableError("damaged")
    return Blob("ssh-rsa", raw, bits)


def _positive(number: bytes) -> int:
    """Return a number written as short as it can be, 0 for any other way of writing it."""
    value = int.from_bytes(number, "big")
    shortest = value.to_bytes(value.bit_length() // 8 + 1, "big")
    return value if number == shortest else 0


def _is_application(text: bytes) -> bool:
    return text.startswith(b"ssh:") and text.isascii() and text.decode("ascii").isprintable()


def _on_curve(curve: bytes, point: bytes) -> bool:
    found = _CURVES.get(curve.decode("ascii", "replace"))
    if found is None or not point or point[0] != _UNCOMPRESSED:
        return False
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(found, point)
    except ValueError:
        return False
    return True


def _on_ed25519(point: bytes) -> bool:
    """Return whether the bytes are a point of the curve; half of all mistyped keys are not."""
    if len(point) != _ED25519_BYTES:
        return False
    y = int.from_bytes(point, "little") & (2**255 - 1)
    square = (y * y - 1) * pow(_ED25519_D * y * y + 1, -1, _ED25519_PRIME) % _ED25519_PRIME
    return y < _ED25519_PRIME and pow(square, (_ED25519_PRIME - 1) // 2, _ED25519_PRIME) in (0, 1)
