"""What declared addresses answer from outside: certificates as served, redirects, statuses."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, get_args

from heirbook.inventory.probed import Probed
from heirbook.inventory.record import VOLATILE, Facts, Record, Utc

Distrust = Literal[
    "expired",
    "not_yet_valid",
    "wrong_name",
    "self_signed",
    "self_signed_in_chain",
    "unknown_issuer",
    "revoked",
    "other",
]
"""Why a certificate does not verify."""
End = Literal["answer", "loop", "too_many_redirects", "undeclared_host", "no_location"]
"""How a chain ended: with an answer that is no redirect, or with a redirect not followed."""
ENDS: Mapping[str, End] = {end: end for end in get_args(End)}


class ChainCertificate(Record):
    """One certificate of a chain as the server sent it, the leaf first."""

    subject: str
    issuer: str
    not_after: Utc | None = None


class TlsTarget(Probed):
    """One `host:port` that speaks TLS, with the certificate that it shows under that name.

    A certificate that does not verify is a fact (`verified` is false), no failure: the target is
    `ok`.
    """

    host: str
    port: int = 443
    protocol: str | None = None
    """`TLSv1.3`."""
    names: tuple[str, ...] = ()
    subject: str | None = None
    issuer: str | None = None
    not_before: Utc | None = None
    not_after: Utc | None = None
    key_type: str | None = None
    """As in section `certs`: `rsa-2048`, `ec-secp256r1`, `ed25519`."""
    serial: str | None = None
    """Hexadecimal."""
    public_key_sha256: str | None = None
    """SHA-256 of the SubjectPublicKeyInfo, as in section `certs`: the two are compared by it."""
    certificate_sha256: str | None = None
    """SHA-256 of the whole certificate."""
    chain: tuple[ChainCertificate, ...] = ()
    """As served; empty where this Python cannot tell (before 3.13)."""
    verified: bool | None = None
    """Verified for this name against the system's roots and `networks.private_cas`."""
    distrust: Distrust | None = None
    distrust_code: int | None = None
    """OpenSSL's number for it (X509_V_ERR_…)."""

    def identity(self) -> str:
        """Return `host:port`."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


class TlsTargets(Facts):
    """Certificates as they are served."""

    section: ClassVar[str] = "tls"
    targets: tuple[TlsTarget, ...] = ()


class Hop(Record):
    """One answer of a chain. URLs stand without user, query and fragment."""

    url: str
    status: int
    leads_to: str | None = None
    """Where this answer redirects."""


class HttpTarget(Probed):
    """One declared URL: what a GET of it led to. A loop or a redirect not followed is a fact."""

    url: str
    """As declared: the identity of the endpoint."""
    hops: tuple[Hop, ...] = ()
    """Every answer in order; the first is the URL's own, the last the last one reached."""
    end: End | None = None
    repeats: str | None = None
    """The URL that came twice, for a loop."""
    server: str | None = None
    """The last answer's `Server` header."""
    hsts: str | None = None
    """The last answer's `Strict-Transport-Security` header."""
    latency_ms: Annotated[int | None, VOLATILE] = None
    """From the request to the head of the first answer."""

    @property
    def last_status(self) -> int | None:
        """Return the status of the last answer reached."""
        return self.hops[-1].status if self.hops else None

    def identity(self) -> str:
        """Return the declared URL."""
        return self.url


class HttpTargets(Facts):
    """What declared URLs answer."""

    section: ClassVar[str] = "http"
    targets: tuple[HttpTarget, ...] = ()
