"""Certificates that cert-manager looks after."""

from typing import ClassVar

from heirbook.inventory.kubernetes.cluster_object import ClusterObject
from heirbook.inventory.record import Facts, Utc


class ManagedCertificate(ClusterObject):
    """A Certificate of cert-manager."""

    names: tuple[str, ...] = ()
    """Its common name and the other names it is for, sorted."""
    stored_in: str | None = None
    """Name of the Secret that it is kept in."""
    issuer: str | None = None
    """`ClusterIssuer/letsencrypt`."""
    not_after: Utc | None = None
    renewal_at: Utc | None = None
    ready: bool | None = None
    reason: str | None = None
    """A word of cert-manager's own: `DoesNotExist`, `Failed`."""


class CertificateIssuer(ClusterObject):
    """An Issuer or ClusterIssuer."""

    kind: str
    type: str | None = None
    """`acme`, `ca`, `selfSigned`, `vault`, `venafi`."""
    server: str | None = None
    """Its address without user name and password."""
    solvers: tuple[str, ...] = ()
    """How it shows that a name is ours: `http01`, `dns01 cloudflare`."""
    secrets: tuple[str, ...] = ()
    """Names of Secrets it needs: the account's key, a CA's key."""
    ready: bool | None = None
    reason: str | None = None

    def identity(self) -> str:
        """Return kind, namespace and name."""
        return f"{self.kind}/{super().identity()}"


class AcmeChallenge(ClusterObject):
    """A challenge that is not done yet; its token is not kept."""

    host: str | None = None
    type: str | None = None
    """`HTTP-01`, `DNS-01`."""
    state: str | None = None
    issuer: str | None = None


class ManagedCertificates(Facts):
    """Certificates, issuers and open challenges of cert-manager."""

    section: ClassVar[str] = "certificates"
    certificates: tuple[ManagedCertificate, ...] = ()
    issuers: tuple[CertificateIssuer, ...] = ()
    challenges: tuple[AcmeChallenge, ...] = ()
