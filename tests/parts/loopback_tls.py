"""Certificates made at test time: an authority, and a server on loopback that it vouches for."""

import base64
import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_DAY = timedelta(days=1)


class Authority:
    """A certificate authority in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        name = _name("test authority")
        now = datetime.now(UTC)
        self._certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self._key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - 400 * _DAY)
            .not_valid_after(now + 10 * _DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(self._key, hashes.SHA256())
        )

    @cached_property
    def certificate_base64(self) -> str:
        """Return the authority's certificate as a kubeconfig holds it."""
        pem = self._certificate.public_bytes(serialization.Encoding.PEM)
        return base64.b64encode(pem).decode("ascii")

    def signed(self, file: Path, *, expired: bool) -> Path:
        """Write key and certificate of a server on 127.0.0.1 and return the file."""
        key = ec.generate_private_key(ec.SECP256R1())
        ends = datetime.now(UTC) + (-2 * _DAY if expired else 2 * _DAY)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(_name("127.0.0.1"))
            .issuer_name(self._certificate.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(ends - 20 * _DAY)
            .not_valid_after(ends)
            .add_extension(
                x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
                critical=False,
            )
            .sign(self._key, hashes.SHA256())
        )
        pem = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        file.write_bytes(pem + certificate.public_bytes(serialization.Encoding.PEM))
        return file


def server_context(authority: Authority, *, expired: bool = False) -> ssl.SSLContext:
    """Return how a server on 127.0.0.1 shows itself."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    name = "expired.pem" if expired else "server.pem"
    context.load_cert_chain(authority.signed(authority.folder / name, expired=expired))
    return context


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
