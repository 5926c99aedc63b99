"""What probes aim at: declared addresses, and names seen elsewhere below our own domains."""

from datetime import timedelta
from pathlib import Path

import pytest

from heirbook.collectors.endpoints.endpoints_plan import all_probes
from heirbook.collectors.endpoints.probe import Aims, Target
from heirbook.inventory.certificate import Certificate, Certificates
from heirbook.inventory.container import Container, Containers
from heirbook.inventory.loading import load_declared
from heirbook.inventory.proxy import Proxies, VirtualHost
from heirbook.inventory.record import Facts, SourceId
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.snapshot import Source
from heirbook.inventory.store import snapshot_of
from heirbook.inventory.tunnel import Tunnel, TunnelRoute, Tunnels
from heirbook.workspace import Workspace
from tests.collectors.endpoints_workspace import START, Bench

HOUR = timedelta(hours=1)
ENDPOINTS = """\
endpoints:
  https://social.example.org/: {every: 24h, facts: [nodeinfo]}
  https://social.example.org/old: {every: 2h, timeout: 30s}
  http://192.0.2.9:8080/: {}
registries: {docker.io: {look_up: true}, ghcr.io: {look_up: false}}
"""
FACTS: tuple[Facts, ...] = (
    Certificates(
        certificates=(
            Certificate(
                names=("*.example.org", "mail.example.org", "bank.example", "evil-example.org"),
                public_key_sha256="0" * 64,
            ),
        )
    ),
    Proxies(virtual_hosts=(VirtualHost(product="nginx", file="a", names=("WWW.example.org",)),)),
    Tunnels(
        tunnels=(
            Tunnel(product="cloudflared", place="a", routes=(TunnelRoute(host="t.lan.example"),)),
        )
    ),
    Containers(
        containers=(
            Container(name="a", engine="docker", reference="nginx"),
            Container(name="b", engine="docker", reference=f"nginx@sha256:{'0' * 64}"),
            Container(name="c", engine="docker", reference="ghcr.io/x/y:1"),
            Container(name="d", engine="docker", reference="evil.example/x:1"),
        )
    ),
)


@pytest.fixture
def aims(tmp_path: Path) -> Aims:
    fleet = "networks: {domains: [example.org], internal_zones: [lan.example]}\n"
    Bench(tmp_path).declare(ENDPOINTS, fleet)
    sections = {type(one).section: SectionState[Facts](state="ok", facts=one) for one in FACTS}
    server = Source(SourceId("server/upe"), "ok", "ssh", START, sections)
    return Aims(load_declared(Workspace(tmp_path)), snapshot_of([server]))


def targets(probe: str, aims: Aims) -> dict[str, Target]:
    unit = next(unit for unit in all_probes() if unit.id == probe)
    return {one.id: one for one in unit.module.targets(aims)}


def test_names_found_elsewhere_get_dns_only_and_only_below_our_domains(aims: Aims) -> None:
    names = targets("dns", aims)
    assert {name: one.way for name, one in names.items()} == {
        "social.example.org": "", "mail.example.org": "found", "www.example.org": "found",
        "t.lan.example": "found",
    }  # fmt: skip
    assert set(targets("tls", aims)) == {"social.example.org:443"}
    assert set(targets("http", aims)) == {
        "https://social.example.org/", "https://social.example.org/old", "http://192.0.2.9:8080/",
    }  # fmt: skip


def test_two_addresses_of_one_host_share_the_shorter_interval(aims: Aims) -> None:
    shared = targets("tls", aims)["social.example.org:443"]
    assert (shared.every, shared.timeout) == (2 * HOUR, timedelta(seconds=30))


def test_applications_are_asked_where_they_are_named(aims: Aims) -> None:
    assert set(targets("nodeinfo", aims)) == {"https://social.example.org/"}
    assert not targets("mastodon", aims)


def test_registries_are_asked_by_opt_in_and_for_tags_only(aims: Aims) -> None:
    assert set(targets("registry", aims)) == {"docker.io/library/nginx:latest"}
