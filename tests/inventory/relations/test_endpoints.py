"""Addresses: over which way, to which service, with which certificate; unknown stays unknown."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heirbook.inventory.certificate import Certificate, Certificates
from heirbook.inventory.container import Container, Containers, Label, Port
from heirbook.inventory.dns_name import DnsAnswer, DnsName, DnsNames
from heirbook.inventory.endpoint import Hop, HttpTarget, HttpTargets, TlsTarget, TlsTargets
from heirbook.inventory.kubernetes.cluster_network import ClusterService, ClusterServices
from heirbook.inventory.kubernetes.cluster_object import KeptLabel
from heirbook.inventory.kubernetes.cluster_route import Backend, ClusterRoute, Ingresses, RouteRule
from heirbook.inventory.kubernetes.pod_template import PodTemplate
from heirbook.inventory.kubernetes.workload import Deployments, Workload
from heirbook.inventory.network import Interface, Interfaces, Listener, Sockets
from heirbook.inventory.proxy import Proxies, VirtualHost
from heirbook.inventory.record import Facts
from heirbook.inventory.relations.certificates import speaks_for
from heirbook.inventory.relations.endpoints import EndpointRelation, endpoint_relations
from heirbook.inventory.relations.joined import Joined
from heirbook.inventory.relations.secret_names import secrets_of, secrets_of_service
from heirbook.inventory.secret_settings import SecretFile
from heirbook.inventory.tunnel import Tunnel, TunnelRoute, Tunnels
from tests.inventory.relations.parts_of import NOW, fleet_of, joined_of, source_of

URL = "https://www.example.org/"
SERVICES: dict[str, object] = {
    "shop": {"parts": {"upe/shop/app": {}}},
    "dns": {"parts": {"pi/unit/dns.service": {}}},
}


def virtual_host(*names: str, target: str = "http://127.0.0.1:8080") -> Proxies:
    host = VirtualHost(product="nginx", file="/etc/nginx/x", names=names, targets=(target,))
    return Proxies(virtual_hosts=(host,))


def container(**more: object) -> Containers:
    fields = {"name": "shop-1", "engine": "docker", "project": "shop", "service": "app"}
    ports = (Port(container="80/tcp", address="127.0.0.1", port=8080),)
    one = Container.model_validate({**fields, "state": "running", "ports": ports, **more})
    return Containers(containers=(one,))


def joined(*facts: Facts, endpoints: dict[str, object] | None = None) -> Joined:
    upe = source_of("server/upe", *facts)
    pi = source_of(
        "server/pi",
        Interfaces(interfaces=(Interface(name="eth0", addresses=("192.0.2.9/24",)),)),
        Sockets(listeners=(Listener(protocol="udp", address="*", port=53, unit="dns.service"),)),
    )
    return joined_of(fleet_of(SERVICES), upe, pi, endpoints=endpoints)


def only(whole: Joined) -> EndpointRelation:
    (found,) = endpoint_relations(whole)
    return found


def test_a_virtual_host_leads_to_the_container_behind_its_port() -> None:
    one = only(joined(virtual_host("WWW.example.org."), container(), endpoints={URL: {}}))
    assert [way.parts for way in one.ways] == [("upe/shop/app",)]
    assert (one.services, one.is_proved, one.servers) == (("shop",), True, ("upe",))


def test_what_is_declared_wins_over_what_answers() -> None:
    one = only(
        joined(virtual_host("www.example.org"), container(), endpoints={URL: {"service": "dns"}})
    )
    assert (one.services, one.is_proved) == (("dns",), False)


@pytest.mark.parametrize(
    ("target", "parts"),
    [
        ("http://192.0.2.9:53", ("pi/unit/dns.service",)),
        ("http://pi.example.org:53", ("pi/unit/dns.service",)),
        ("localhost:8080", ("upe/shop/app",)),
        ("http://192.0.2.99:8080", ()),
        ("unix:/run/app.sock", ()),
        ("http_status:404", ()),
        ("http://[::1", ()),
        ("http://127.0.0.1:99999", ()),
        ("http://127.0.0.1:9", ()),
        ("", ()),
    ],
)
def test_a_target_leads_to_what_listens_there_or_to_nothing(
    target: str, parts: tuple[str, ...]
) -> None:
    one = only(joined(virtual_host("a.example.org", target=target), container()))
    assert one.ways[0].parts == parts


def test_a_star_serves_names_that_have_no_way_of_their_own() -> None:
    facts = virtual_host("*.example.org")
    one = only(joined(facts, container(), endpoints={URL: {}}))
    assert one.services == ("shop",)


def test_a_tunnel_is_a_way_over_somebody_elses_machines() -> None:
    route = TunnelRoute(host="www.example.org", target="http://127.0.0.1:8080")
    tunnel = Tunnel(product="cloudflared", place="unit:cloudflared.service", routes=(route,))
    one = only(joined(Tunnels(tunnels=(tunnel,)), container(), endpoints={URL: {}}))
    assert [(way.lane, way.kind, way.parts) for way in one.ways] == [
        ("edge", "tunnel", ("upe/shop/app",))
    ]


@pytest.mark.parametrize(
    ("rule", "hosts"),
    [
        ("Host(`a.example.org`) && PathPrefix(`/x`)", ["a.example.org"]),
        ("Host(`a.example.org`, `b.example.org`)", ["a.example.org", "b.example.org"]),
        ("Host(`a.example.org`) || Host(`b.example.org`)", ["a.example.org", "b.example.org"]),
        ("HostRegexp(`.+`)", []),
        ("Host(`<script>`)", []),
        ("Host(", []),
    ],
)
def test_a_label_names_the_hosts_of_its_container(rule: str, hosts: list[str]) -> None:
    labels = (Label(name="traefik.http.routers.web.rule", value=rule),)
    found = endpoint_relations(joined(container(labels=labels)))
    assert [one.id for one in found] == hosts
    assert all(one.services == ("shop",) for one in found)


def test_a_stopped_container_leads_nowhere() -> None:
    labels = (Label(name="traefik.http.routers.web.rule", value="Host(`a.example.org`)"),)
    assert endpoint_relations(joined(container(labels=labels, state="exited"))) == ()


@pytest.mark.parametrize(
    ("selector", "parts"),
    [
        ({"app": "web"}, ("prod/shop/deployment/web",)),
        ({"app": "other"}, ()),
        ({}, ()),
    ],
)
def test_a_route_of_a_cluster_leads_to_the_workload_that_its_service_selects(
    selector: dict[str, str], parts: tuple[str, ...]
) -> None:
    def labels(given: dict[str, str]) -> tuple[KeptLabel, ...]:
        return tuple(KeptLabel(name=name, value=value) for name, value in given.items())

    rule = RouteRule(hosts=("www.example.org", "*"), backends=(Backend(name="web", port="80"),))
    template = PodTemplate(labels=labels({"app": "web"}))
    prod = source_of(
        "cluster/prod",
        Ingresses(
            routes=(ClusterRoute(kind="Ingress", namespace="shop", name="web", rules=(rule,)),)
        ),
        ClusterServices(
            services=(ClusterService(namespace="shop", name="web", selector=labels(selector)),)
        ),
        Deployments(
            workloads=(
                Workload(kind="Deployment", namespace="shop", name="web", template=template),
                Workload(kind="Deployment", namespace="else", name="web", template=template),
            )
        ),
    )
    services: dict[str, object] = {"shop": {"parts": {"prod/shop/deployment/web": {}}}}
    one = only(joined_of(fleet_of(services), prod, endpoints={URL: {}}))
    assert [(way.source, way.kind, way.parts) for way in one.ways] == [
        ("cluster/prod", "ingress", parts)
    ]
    assert one.services == (("shop",) if parts else ())
    assert one.servers == ()


def test_an_address_without_any_way_stays_unknown() -> None:
    one = only(joined(endpoints={URL: {}}))
    assert (one.services, one.ways, one.servers, one.certificates) == ((), (), (), ())


def test_the_dns_tells_which_server_a_name_belongs_to() -> None:
    answer = DnsAnswer(resolver="system", outcome="NOERROR", a=("192.0.2.9",))
    seen = source_of(
        "endpoints/here",
        DnsNames(names=(DnsName(name="www.example.org", answers=(answer,)),)),
        TlsTargets(targets=(TlsTarget(host="www.example.org", not_after=NOW),)),
        HttpTargets(targets=(HttpTarget(url=URL, hops=(Hop(url=URL, status=503),)),)),
    )
    whole = joined(endpoints={URL: {}})
    snapshot = replace(whole.snapshot, sources={**whole.snapshot.sources, seen.id: seen})
    one = only(replace(whole, snapshot=snapshot))
    assert one.servers == ("pi",)
    assert one.served is not None
    assert one.answer is not None
    assert one.answer.last_status == 503


@pytest.mark.parametrize(
    ("name", "host", "valid"),
    [
        ("www.example.org", "www.example.org", True),
        ("WWW.Example.org.", "www.example.org", True),
        ("*.example.org", "www.example.org", True),
        ("*.example.org", "a.b.example.org", False),
        ("*.example.org", "example.org", False),
        ("example.org", "www.example.org", False),
        ("*.", "org", False),
        ("*", "anything", False),
    ],
)
def test_a_certificate_speaks_for_its_names_only(name: str, host: str, *, valid: bool) -> None:
    assert speaks_for((name,), host) is valid


def test_certificates_lead_to_addresses_and_services() -> None:
    one = Certificate(
        names=("*.example.org",), not_after=NOW + timedelta(days=1), public_key_sha256="ab" * 32
    )
    authority = one.model_copy(update={"authority": True})
    facts = Certificates(certificates=(one, authority))
    found = only(joined(facts, endpoints={URL: {"service": "shop"}}))
    assert [(each.server, each.services) for each in found.certificates] == [("upe", ("shop",))]


def test_secrets_are_found_by_what_they_open() -> None:
    def secret(*systems: str) -> SecretFile:
        fields = {"title": {"en": "x"}, "kind": "password", "priority": "later"}
        source = {"type": "stdin", "field": "x"}
        return SecretFile.model_validate({**fields, "systems": systems, "source": source})

    secrets = {
        "own": secret("service:shop"),
        "root": secret("server:upe"),
        "x": secret("server:pi"),
    }
    whole = replace(joined(), secrets=secrets)
    assert secrets_of_service(whole, "shop") == ("own", "root")
    assert secrets_of(whole, "account:nobody") == ()


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_any_text_of_a_proxy_raises_nothing_and_proves_nothing(
    name: str, target: str, rule: str
) -> None:
    labels = (Label(name="traefik.http.routers.web.rule", value=rule),)
    whole = joined(virtual_host(name, target=target), container(labels=labels, ports=()))
    for one in endpoint_relations(whole):
        for way in one.ways:
            assert set(way.parts) <= {"upe/shop/app", "pi/unit/dns.service"}
