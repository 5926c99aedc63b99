"""Certificates that stand on a server, never their keys."""

from typing import ClassVar

from heirbook.inventory.record import Facts, Observed, Utc


class Certificate(Observed):
    """A certificate; a renewal keeps names and public key, so it is a change and no new object."""

    names: tuple[str, ...] = ()
    subject: str | None = None
    issuer: str | None = None
    not_before: Utc | None = None
    not_after: Utc | None = None
    key_type: str | None = None
    """`rsa-2048`, `ec-secp256r1`, `ed25519`."""
    public_key_sha256: str
    """SHA-256 of the SubjectPublicKeyInfo, 64 hex digits."""
    places: tuple[str, ...] = ()
    authority: bool = False

    def identity(self) -> str:
        """Return sorted names (or the subject) and the public key's hash."""
        return f"{' '.join(sorted(self.names)) or self.subject or ''} {self.public_key_sha256}"


class Certificates(Facts):
    """Certificates found in the usual places."""

    section: ClassVar[str] = "certs"
    certificates: tuple[Certificate, ...] = ()
