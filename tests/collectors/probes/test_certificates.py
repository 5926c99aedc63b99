"""Certificates as they are served: each thing wrong with one is its own fact."""

import hashlib

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from heirbook.inventory.endpoint import TlsTarget
from tests.collectors.probes.asking import asked, at, reach
from tests.parts.dns import NameServer
from tests.parts.web import Web


def tls(site: str, web: Web, zone: NameServer, *, authority: bool = True) -> TlsTarget:
    target = at(web.url(site), f"{site}.example.org:{web.https}")
    got = asked("tls", target, reach(web, zone, authority=authority))
    assert isinstance(got, TlsTarget)
    return got


@pytest.mark.parametrize(
    ("site", "distrust"),
    [
        ("good", None),
        ("expired", "expired"),
        ("wrong", "wrong_name"),
        ("selfsigned", "self_signed"),
        ("unknown", "unknown_issuer"),
    ],
)
def test_what_is_wrong_with_a_certificate_is_said(
    web: Web, zone: NameServer, site: str, distrust: str | None
) -> None:
    got = tls(site, web, zone)
    assert (got.state, got.verified, got.distrust) == ("ok", distrust is None, distrust)
    assert (got.protocol, got.key_type) == ("TLSv1.3", "ec-secp256r1")


def test_the_served_certificate_can_be_compared_with_the_stored_one(
    web: Web, zone: NameServer
) -> None:
    stored = x509.load_pem_x509_certificate((web.folder / "good.pem").read_bytes())
    got = tls("good", web, zone)
    whole = hashlib.sha256(stored.public_bytes(Encoding.DER)).hexdigest()
    assert (got.certificate_sha256, got.serial) == (whole, f"{stored.serial_number:x}")
    assert (got.names, got.subject) == (("good.example.org",), "CN=good.example.org")
    assert got.not_after == stored.not_valid_after_utc
    assert got.identity() == f"good.example.org:{web.https}"


def test_an_own_authority_counts_only_where_it_is_declared(web: Web, zone: NameServer) -> None:
    got = tls("good", web, zone, authority=False)
    assert (got.verified, got.distrust) == (False, "unknown_issuer")


def test_what_speaks_no_tls_is_unreachable(web: Web, zone: NameServer) -> None:
    target = at(f"https://good.example.org:{web.http}/", f"good.example.org:{web.http}")
    got = asked("tls", target, reach(web, zone))
    assert (got.state, got.reason) == ("unreachable", "tls")
