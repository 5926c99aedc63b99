"""Certificates that cert-manager looks after."""

from collections.abc import Iterable

from heirbook.collectors.objects.conditions import condition
from heirbook.collectors.objects.foreign_object import Tree, kind_of, object_fields
from heirbook.collectors.objects.items import Parsed, by_kind
from heirbook.collectors.objects.plain_address import plain_address
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster_certificate import (
    AcmeChallenge,
    CertificateIssuer,
    ManagedCertificate,
    ManagedCertificates,
)

GROUP, ACME = "cert-manager.io", "acme.cert-manager.io"
PLURALS = ("certificates", "issuers", "clusterissuers")
RESOURCE = Resource(
    title=N_("Certificates of the cluster"),
    kinds=(*(f"{plural}.{GROUP}" for plural in PLURALS), f"challenges.{ACME}"),
    role=(*((GROUP, plural) for plural in PLURALS), (ACME, "challenges")),
    cluster_wide=("clusterissuers",),
    order=40,
    optional=True,
)
TYPES = ("acme", "ca", "selfSigned", "vault", "venafi")


def parse(items: Iterable[Item]) -> ManagedCertificates:
    """Return certificates, issuers and open challenges.

    Sample: `{"kind": "Certificate", "spec": {"secretName": "web-tls"}}`

    Source: cert-manager 1.16, `cert-manager.io/v1`; recorded from a server with its CRDs.
    """
    issuers = dict.fromkeys(("Issuer", "ClusterIssuer"), _issuer)
    found = Parsed(
        items, by_kind({"Certificate": _certificate, "Challenge": _challenge, **issuers})
    )
    facts = ManagedCertificates(
        certificates=found.of(ManagedCertificate),
        issuers=found.of(CertificateIssuer),
        challenges=found.of(AcmeChallenge),
    )
    return found.whole(facts)


def _certificate(item: Tree) -> ManagedCertificate | None:
    fields = object_fields(item)
    if fields is None:
        return None
    spec = item.at("spec")
    more = ("dnsNames", "ipAddresses", "uris", "emailAddresses")
    names = {spec.text("commonName"), *(name for key in more for name in spec.texts(key))}
    ready, reason = condition(item)
    return ManagedCertificate(
        **fields,
        names=tuple(sorted(name for name in names if name)),
        stored_in=spec.text("secretName"),
        issuer=_issuer_name(spec),
        not_after=item.moment("status", "notAfter"),
        renewal_at=item.moment("status", "renewalTime"),
        ready=ready,
        reason=reason,
    )


def _issuer_name(spec: Tree) -> str | None:
    name = spec.text("issuerRef", "name")
    return f"{spec.text('issuerRef', 'kind') or 'Issuer'}/{name}" if name else None


def _issuer(item: Tree) -> CertificateIssuer | None:
    fields = object_fields(item)
    if fields is None:
        return None
    kind = next((name for name in TYPES if item.has("spec", name)), None)
    own = item.at("spec", kind) if kind else Tree()
    ready, reason = condition(item)
    secrets = {own.text("privateKeySecretRef", "name"), own.text("secretName")}
    return CertificateIssuer(
        **fields,
        kind=kind_of(item),
        type=kind,
        server=plain_address(own.text("server")),
        solvers=tuple(sorted({name for one in own.each("solvers") for name in _solver(one)})),
        secrets=tuple(sorted(name for name in secrets if name)),
        ready=ready,
        reason=reason,
    )


def _solver(solver: Tree) -> tuple[str, ...]:
    ways = tuple(way for way in ("http01", "dns01") if solver.has(way))
    providers = [name for name in solver.names("dns01") if name != "cnameStrategy"]
    return tuple(" ".join([way, *(providers if way == "dns01" else ())]) for way in ways)


def _challenge(item: Tree) -> AcmeChallenge | None:
    fields = object_fields(item)
    if fields is None:
        return None
    spec = item.at("spec")
    return AcmeChallenge(
        **fields,
        host=spec.text("dnsName"),
        type=spec.text("type"),
        state=item.text("status", "state"),
        issuer=_issuer_name(spec),
    )
