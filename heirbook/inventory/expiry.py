"""Certificates that ended between two looks, wherever they were seen."""

from collections.abc import Collection, Iterator

from heirbook.inventory.certificate import Certificate, Certificates
from heirbook.inventory.change import Expired, Subject
from heirbook.inventory.endpoint import TlsTarget, TlsTargets
from heirbook.inventory.kubernetes.cluster_certificate import (
    ManagedCertificate,
    ManagedCertificates,
)
from heirbook.inventory.record import SourceId
from heirbook.inventory.snapshot import Snapshot, Source

_LOOKED = ("ok", "partial")


def expired(before: Snapshot, after: Snapshot, unread: Collection[SourceId]) -> Iterator[Expired]:
    """Yield the certificates that ended after the earlier look and before the later one.

    Only what the later look has shown counts: one that nobody could look at may be renewed.
    """
    for source_id, new in after.sources.items():
        old = before.sources.get(source_id)
        if old is None or old is new or source_id in unread or new.state not in _LOOKED:
            continue
        for section, noun, one in _certificates(new):
            end = one.not_after
            if end is not None and old.observed_at < end <= new.observed_at:
                subject = Subject(
                    source=source_id, section=section, object=one.identity(), kind=noun
                )
                yield Expired(subject=subject, names=one.names, end=end)


def _certificates(
    source: Source,
) -> Iterator[tuple[str, str, Certificate | TlsTarget | ManagedCertificate]]:
    """Yield section, noun and certificate for each that this look has shown."""
    certs, tls = source.section(Certificates), source.section(TlsTargets)
    managed = source.section(ManagedCertificates)
    if certs and certs.facts and certs.state in _LOOKED:
        for one in certs.facts.certificates:
            yield Certificates.section, "certificate", one
    if tls and tls.facts and tls.state in _LOOKED:
        for target in tls.facts.targets:
            if target.state in _LOOKED:
                yield TlsTargets.section, "tls target", target
    if managed and managed.facts and managed.state in _LOOKED:
        for kept in managed.facts.certificates:
            yield ManagedCertificates.section, "managed certificate", kept
