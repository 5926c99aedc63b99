"""Certificates that were renewed, wherever they were seen: on a disk, over TLS, in a cluster."""

from collections.abc import Iterator, Mapping

from heirbook.inventory.certificate import Certificate
from heirbook.inventory.change import Renewed, Subject
from heirbook.inventory.endpoint import TlsTarget
from heirbook.inventory.kubernetes.cluster_certificate import ManagedCertificate
from heirbook.inventory.record import Observed

_WITH_END = (Certificate, TlsTarget, ManagedCertificate)
_TOGETHER: Mapping[type[Observed], tuple[str, ...]] = {
    Certificate: ("not_before", "not_after", "public_key_sha256"),
    TlsTarget: (
        *("not_before", "not_after", "public_key_sha256"),
        *("serial", "certificate_sha256", "chain"),
    ),
    ManagedCertificate: ("not_after", "renewal_at"),
}


def renewal_fields(old: Observed, new: Observed) -> tuple[str, ...]:
    """Return the fields that a renewal moves together; none where no certificate was seen twice."""
    ends = (getattr(one, "not_after", None) for one in (old, new))
    return _TOGETHER.get(type(new), ()) if None not in ends else ()


def renewal(subject: Subject, old: Observed, new: Observed) -> Renewed | None:
    """Return the renewal of a certificate when its end is another one."""
    if not isinstance(old, _WITH_END) or not isinstance(new, type(old)):
        return None
    if None in (old.not_after, new.not_after) or old.not_after == new.not_after:
        return None
    keys = {getattr(one, "public_key_sha256", None) for one in (old, new)}
    return Renewed(
        subject=subject,
        names=new.names,
        old_end=old.not_after,
        new_end=new.not_after,
        new_key=len(keys) > 1,
    )


def new_keys(
    before: Mapping[str, Observed], after: Mapping[str, Observed]
) -> Iterator[tuple[str, str]]:
    """Yield old and new keys of certificates that were renewed with a new key for their names."""
    gone = {
        one.names: key
        for key, one in before.items()
        if key not in after and isinstance(one, Certificate) and one.names
    }
    for key, one in after.items():
        if key not in before and isinstance(one, Certificate) and one.names in gone:
            yield gone.pop(one.names), key
