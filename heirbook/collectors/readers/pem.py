"""Certificates in PEM blocks, and the facts of one."""

import hashlib
from collections.abc import Iterator

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from heirbook.collectors.readers.lines import Lines
from heirbook.inventory.certificate import Certificate

_UNREADABLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)
_SHARED = (
    "names", "subject", "issuer", "not_before", "not_after", "key_type", "public_key_sha256",
)  # fmt: skip
_BEGIN, _END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"


def certificates(lines: Lines) -> Iterator[tuple[str, Certificate]]:
    """Yield the certificates of a text, each with the file it stands in; refuse the others.

    Sample: `## /etc/nginx/tls/site.pem`, then `-----BEGIN CERTIFICATE-----`.

    Source: RFC 7468.
    """
    place = ""
    block: list[str] = []
    for line in lines:
        heading = line.startswith("## ")
        if bool(block) == (heading or line == _BEGIN):
            lines.refuse()
        if heading:
            place, block = line.removeprefix("## "), []
        elif block or line == _BEGIN:
            block = [*block, line] if line != _BEGIN else [line]
        if block and line == _END:
            certificate = _certificate("\n".join(block))
            block = []
            if certificate:
                yield place, certificate
            else:
                lines.refuse()
    if block:
        lines.refuse()


def _certificate(pem: str) -> Certificate | None:
    try:
        return facts_of(x509.load_pem_x509_certificate(pem.encode()))
    except _UNREADABLE:
        return None


def facts_of(certificate: x509.Certificate) -> Certificate:
    """Return what a certificate says of itself; its signature is not checked.

    Raises:
        ValueError: a field is not what X.509 allows.
        UnsupportedAlgorithm: its key is of a kind that cannot be read.
    """
    key = certificate.public_key()
    encoded = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return Certificate(
        names=_names(certificate),
        subject=certificate.subject.rfc4514_string() or None,
        issuer=certificate.issuer.rfc4514_string() or None,
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        key_type=_key_type(key),
        public_key_sha256=hashlib.sha256(encoded).hexdigest(),
        authority=_is_authority(certificate),
    )


def served_facts(pem: object) -> dict[str, object] | None:
    """Return what a PEM text says of itself, by field of the records; None when it is none."""
    try:
        leaf = x509.load_pem_x509_certificate(str(pem).encode())
        seen = facts_of(leaf)
    except _UNREADABLE:
        return None
    return {
        **{name: getattr(seen, name) for name in _SHARED},
        "serial": f"{leaf.serial_number:x}",
        "certificate_sha256": hashlib.sha256(leaf.public_bytes(Encoding.DER)).hexdigest(),
    }


def _names(certificate: x509.Certificate) -> tuple[str, ...]:
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    names = {*found.get_values_for_type(x509.DNSName)}
    names |= {str(address) for address in found.get_values_for_type(x509.IPAddress)}
    return tuple(sorted(names))


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return bool(certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except x509.ExtensionNotFound:
        return False


def _key_type(key: object) -> str | None:
    match key:
        case rsa.RSAPublicKey():
            return f"rsa-{key.key_size}"
        case dsa.DSAPublicKey():
            return f"dsa-{key.key_size}"
        case ec.EllipticCurvePublicKey():
            return f"ec-{key.curve.name}"
        case ed25519.Ed25519PublicKey():
            return "ed25519"
        case ed448.Ed448PublicKey():
            return "ed448"
        case _:
            return None
