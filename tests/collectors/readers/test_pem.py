"""Certificates in PEM blocks: what is read, and what is refused."""

import base64
import ipaddress
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.readers.pem import certificates
from heirbook.inventory.certificate import Certificate

Key = (
    rsa.RSAPrivateKey
    | ec.EllipticCurvePrivateKey
    | ed25519.Ed25519PrivateKey
    | ed448.Ed448PrivateKey
)


def made(key: Key, *names: x509.GeneralName, authority: bool = False) -> str:
    """Return a certificate that a key signed for itself."""
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a, b")])
    start = datetime(2026, 11, 1, tzinfo=UTC)
    builder = (
        x509.CertificateBuilder(subject, subject, key.public_key(), 7)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=90))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    plain = isinstance(key, ed25519.Ed25519PrivateKey | ed448.Ed448PrivateKey)
    return builder.sign(key, None if plain else hashes.SHA256()).public_bytes(Encoding.PEM).decode()


def read(text: str) -> tuple[list[Certificate], int | None]:
    """Return the certificates of a text and the first refused line."""
    lines = Lines(text)
    return [certificate for _, certificate in certificates(lines)], lines.refused


def test_names_addresses_and_end_of_a_certificate_are_read() -> None:
    names = (x509.DNSName("b.example.org"), x509.IPAddress(ipaddress.ip_address("2001:db8::1")))
    (found,), refused = read(f"## /etc/a.pem\n{made(ed25519.Ed25519PrivateKey.generate(), *names)}")
    assert refused is None
    assert found.names == ("2001:db8::1", "b.example.org")
    assert found.subject == "CN=a\\, b"
    assert found.not_after == datetime(2027, 1, 30, tzinfo=UTC)
    assert len(found.public_key_sha256) == 64
    assert not found.authority


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (rsa.generate_private_key(65537, 2048), "rsa-2048"),
        (ec.generate_private_key(ec.SECP384R1()), "ec-secp384r1"),
        (ed25519.Ed25519PrivateKey.generate(), "ed25519"),
        (ed448.Ed448PrivateKey.generate(), "ed448"),
    ],
    ids=["rsa", "ec", "ed25519", "ed448"],
)
def test_the_kind_of_key_is_named(key: Key, expected: str) -> None:
    (found,), _ = read(made(key, authority=True))
    assert found.key_type == expected
    assert found.authority


@pytest.mark.parametrize(
    "text",
    [
        "text before\n",
        "-----BEGIN CERTIFICATE-----\nMIIB\n",
        "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\n\\xff!\n-----END CERTIFICATE-----\n",
        "-----END CERTIFICATE-----\n",
    ],
)
def test_what_is_no_certificate_is_refused_and_the_next_one_read(text: str) -> None:
    good = made(ed25519.Ed25519PrivateKey.generate())
    found, refused = read(f"{text}## /etc/next.pem\n{good}")
    assert refused
    assert len(found) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (bytes.fromhex("a003020102"), bytes.fromhex("a003020105")),
        (bytes.fromhex("30048202782e"), bytes.fromhex("3004a302782e")),
    ],
    ids=["a version that is not there", "a name of a kind nobody uses"],
)
def test_a_certificate_with_odd_fields_is_refused_not_raised(old: bytes, new: bytes) -> None:
    whole = made(ed25519.Ed25519PrivateKey.generate(), x509.DNSName("x."))
    encoded = x509.load_pem_x509_certificate(whole.encode()).public_bytes(Encoding.DER)
    assert encoded.count(old) == 1
    body = base64.b64encode(encoded.replace(old, new)).decode("ascii")
    text = f"-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n"
    found, refused = read(f"## /etc/odd.pem\n{text}## /etc/next.pem\n{whole}")
    assert refused
    assert len(found) == 1


def test_any_cut_of_a_certificate_is_refused_not_raised() -> None:
    whole = made(ec.generate_private_key(ec.SECP256R1()))
    body = whole.splitlines()[1:-1]
    for length in range(len(body)):
        cut = "\n".join(
            ("-----BEGIN CERTIFICATE-----", *body[:length], "-----END CERTIFICATE-----")
        )
        found, refused = read(f"{cut}\n")
        assert not found
        assert refused
