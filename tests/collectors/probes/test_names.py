"""Names: what they lead to, that they are gone, that nobody knows, and answers of last year."""

from dataclasses import replace

from heirbook.collectors.endpoints.reach import Reach
from heirbook.inventory.dns_name import DnsName
from tests.collectors.probes.asking import asked, at
from tests.parts.dns import NameServer
from tests.parts.ports import free_port


def dns(name: str, within: Reach, limit_s: float = 20) -> DnsName:
    got = asked("dns", at("", name, way="declared"), within, limit_s)
    assert isinstance(got, DnsName)
    return got


def one(zone: NameServer) -> Reach:
    return Reach((), (zone.resolver,), authoritative_port=zone.port)


def test_all_kinds_of_answers_are_kept(zone: NameServer) -> None:
    got = dns("good.example.org", one(zone))
    said, own = got.answers
    assert (got.state, got.exists, got.zone) == ("ok", True, "example.org")
    assert (said.a, said.aaaa, said.mx) == (("127.0.0.1",), ("::1",), ("20 mail.example.org",))
    assert (said.ns, said.caa) == (("ns1.example.org",), ('0 issue "ca.example"',))
    assert (own.resolver, own.server) == ("authoritative", "ns1.example.org")
    assert (own.a, got.is_stale, got.ttl_s) == (said.a, False, 300)


def test_aliases_are_kept_in_order(zone: NameServer) -> None:
    got = dns("www.example.org", one(zone))
    assert (got.answers[0].cname, got.addresses) == (("good.example.org",), ("127.0.0.1", "::1"))


def test_a_name_that_does_not_exist_is_a_good_answer(zone: NameServer) -> None:
    got = dns("gone.example.org", one(zone))
    assert (got.state, got.exists, got.addresses) == ("ok", False, ())
    assert got.answers[0].outcome == "NXDOMAIN"


def test_a_server_that_fails_is_no_missing_name(zone: NameServer) -> None:
    got = dns("x.broken.example.org", one(zone))
    assert (got.state, got.reason, got.exists) == ("unreachable", "servfail", None)


def test_nobody_there_is_no_missing_name() -> None:
    got = dns("good.example.org", Reach((), (f"127.0.0.1#{free_port()}",)), limit_s=2)
    assert got.state in {"timeout", "unreachable"}
    assert got.exists is None


def test_one_resolver_that_fails_leaves_the_answer_of_the_other(zone: NameServer) -> None:
    within = replace(one(zone), resolvers=(zone.resolver, f"127.0.0.1#{free_port()}"))
    got = dns("good.example.org", within, limit_s=6)
    assert (got.state, got.exists, got.answers[0].a) == ("partial", True, ("127.0.0.1",))


def test_an_answer_of_last_year_differs_from_the_zone(
    zone: NameServer, stale_zone: NameServer
) -> None:
    within = Reach((), (stale_zone.resolver,), authoritative_port=zone.port)
    got = dns("good.example.org", within)
    assert [answer.a for answer in got.answers] == [("127.0.0.9",), ("127.0.0.1",)]
    assert got.is_stale
