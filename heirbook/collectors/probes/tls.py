"""Certificates as they are served: looked at without trust first, then verified."""

import ssl
from collections.abc import Iterator

from pydantic import JsonValue

from heirbook.collectors.endpoints.probe import Aims, NotAnsweredError, Probe, Result, Target
from heirbook.collectors.endpoints.probe_aims import places, soonest, target_of
from heirbook.collectors.endpoints.probe_client import Client
from heirbook.collectors.endpoints.reach import Place, place_of
from heirbook.collectors.objects.foreign_object import Tree
from heirbook.collectors.readers.pem import served_facts
from heirbook.i18n import N_
from heirbook.inventory.endpoint import ChainCertificate, Distrust, TlsTarget

PROBE = Probe(
    title=N_("Certificates as served"),
    command="openssl s_client -connect HOST:PORT -servername HOST -verify_return_error",
)
_DISTRUST: dict[int, Distrust] = {
    9: "not_yet_valid", 10: "expired", 18: "self_signed", 19: "self_signed_in_chain",
    20: "unknown_issuer", 21: "unknown_issuer", 2: "unknown_issuer", 23: "revoked",
    62: "wrong_name", 64: "wrong_name",
}  # fmt: skip
"""OpenSSL's X509_V_ERR_… that mean something to a person."""
_MOST_CHAIN = 10
_LINKED = ("subject", "issuer", "not_after")


def targets(aims: Aims) -> tuple[Target, ...]:
    """Return each host and port of declared https addresses once."""
    return soonest(target_of(aims, url, _name(place)) for url, place in places(aims, "https:"))


def _name(place: Place) -> str:
    return TlsTarget(host=place.host, port=place.port).identity()


def probe(target: Target, client: Client) -> Result:
    """Return the leaf as PEM, and whether it verifies; the chain where Python can tell it."""
    place = place_of(target.url)
    if place is None:
        return NotAnsweredError("denied", "no_address").result
    try:
        with client.handshake(place, client.reach.looking()) as looked:
            leaf = looked.getpeercert(binary_form=True) or b""
            protocol, chain = looked.version(), _chain(looked)
        code = _verified(place, client)
    except NotAnsweredError as error:
        return error.result
    return Result(
        answer={
            "certificate": ssl.DER_cert_to_PEM_cert(leaf),
            "chain": [ssl.DER_cert_to_PEM_cert(one) for one in chain],
            "protocol": protocol,
            "verify_code": code,
        }
    )


def _chain(looked: ssl.SSLSocket) -> list[bytes]:
    """Return the chain as served; Python before 3.13 keeps it to itself."""
    tell = getattr(looked, "get_unverified_chain", None)
    return list(tell())[:_MOST_CHAIN] if tell else []


def _verified(place: Place, client: Client) -> int:
    """Return 0 for a certificate that verifies, else OpenSSL's number for why not."""
    try:
        with client.handshake(place, client.reach.trusting()):
            return 0
    except ssl.SSLCertVerificationError as error:
        return error.verify_code


def parse(target: Target, result: Result) -> TlsTarget:
    """Return the certificate as served and whether it is to be trusted.

    Sample: `{"certificate": "-----BEGIN CERTIFICATE-----…", "verify_code": 10}`

    Source: RFC 5280; X509_V_ERR_… of OpenSSL 3.
    """
    place = place_of(f"https://{target.id}/") or Place(target.id, 0)
    bare = TlsTarget(host=place.host, port=place.port, state=result.state, reason=result.reason)
    if result.state != "ok":
        return bare
    answer = Tree(result.answer)
    seen = served_facts(result.answer.get("certificate"))
    if seen is None:
        return bare.model_copy(update={"state": "partial", "reason": "parse"})
    code = answer.number("verify_code")
    return bare.model_copy(
        update={
            **seen,
            "protocol": answer.text("protocol"),
            "chain": tuple(_links(result.answer.get("chain"))),
            "verified": None if code is None else code == 0,
            "distrust": _DISTRUST.get(code, "other") if code else None,
            "distrust_code": code or None,
        }
    )


def _links(chain: JsonValue) -> Iterator[ChainCertificate]:
    for pem in chain if isinstance(chain, list) else ():
        seen = served_facts(pem)
        if seen:
            yield ChainCertificate.model_validate({name: seen[name] or "" for name in _LINKED})
