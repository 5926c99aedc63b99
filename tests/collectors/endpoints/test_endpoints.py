"""Endpoints from `heirbook collect` to the snapshot: what is due, kept and recorded."""

import socket
import threading
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from heirbook.inventory.application import MastodonTargets
from heirbook.inventory.dns_name import DnsNames
from heirbook.inventory.endpoint import HttpTarget, HttpTargets, TlsTargets
from heirbook.inventory.served_setting import ServedSettings
from tests.collectors.endpoints_workspace import START, Bench
from tests.parts.dns import NameServer
from tests.parts.web import PLANTED, Web

FLEET = """\
networks: {{private_cas: [inventory/ca.pem]}}
expectations:
  - id: post-length
    why: members write long posts
    expect: 42069
    at:
      - {{endpoint: "{good}api/v2/instance", json: configuration.statuses.max_characters}}
"""
ENDPOINTS = """\
defaults: {{resolvers: ["{resolver}"]}}
endpoints:
  {good}: {{facts: [mastodon], every: 24h}}
  {old}: {{status: [301]}}
  {expired}: {{}}
  {loop}: {{}}
  {gone}: {{}}
"""


@pytest.fixture
def bench(tmp_path: Path, web: Web, zone: NameServer) -> Bench:
    made = Bench(tmp_path / "workspace")
    urls = {
        "good": web.url("good"),
        "old": web.url("good", "/old"),
        "expired": web.url("expired"),
        "loop": web.url("loop"),
        "gone": f"http://gone.example.org:{web.http}/",
        "resolver": zone.resolver,
    }
    made.declare(ENDPOINTS.format(**urls), FLEET.format(**urls))
    (made.root / "inventory/ca.pem").write_text(web.authority, "ascii")
    return made


def http_of(bench: Bench, url: str) -> HttpTarget:
    facts = bench.source.facts(HttpTargets)
    assert facts
    return next(one for one in facts.targets if one.url == url)


def test_every_declared_endpoint_is_an_object_with_its_own_state(bench: Bench, web: Web) -> None:
    ran = bench.collect()
    assert ran.code == 0, ran.err
    source = bench.source
    http, tls, dns = (source.facts(kind) for kind in (HttpTargets, TlsTargets, DnsNames))
    assert isinstance(http, HttpTargets)
    assert {one.url: (one.state, one.reason, one.end) for one in http.targets} == {
        web.url("good"): ("ok", None, "answer"),
        web.url("good", "/old"): ("ok", None, "answer"),
        web.url("expired"): ("unreachable", "certificate", None),
        web.url("loop"): ("ok", None, "loop"),
        f"http://gone.example.org:{web.http}/": ("unreachable", "dns", None),
    }
    assert isinstance(tls, TlsTargets)
    assert {one.host: one.distrust for one in tls.targets} == {
        "good.example.org": None, "expired.example.org": "expired", "loop.example.org": None,
    }  # fmt: skip
    assert isinstance(dns, DnsNames)
    assert {one.name: one.exists for one in dns.names} == {
        "good.example.org": True, "expired.example.org": True, "loop.example.org": True,
        "gone.example.org": False,
    }  # fmt: skip


def test_a_section_names_each_target_that_could_not_be_looked_at(bench: Bench, web: Web) -> None:
    ran = bench.collect()
    state = bench.source.sections["http"]
    assert (state.state, state.reason) == ("partial", "targets")
    gone = f"http://gone.example.org:{web.http}/"
    assert [gap.path for gap in state.gaps] == [gone, web.url("expired")]
    assert bench.source.sections["tls"].state == "ok"
    assert "not seen: endpoints/here: partial (targets): http" in ran.out + ran.err


def test_settings_and_applications_are_asked_where_they_are_named(bench: Bench, web: Web) -> None:
    bench.collect()
    settings, mastodon = bench.source.facts(ServedSettings), bench.source.facts(MastodonTargets)
    assert settings
    assert mastodon
    assert [(one.name, one.value) for one in settings.settings] == [
        ("configuration.statuses.max_characters", 42069)
    ]
    assert [one.url for one in mastodon.targets] == [web.url("good")]


def test_no_value_of_an_answer_reaches_a_file(bench: Bench, tmp_path: Path) -> None:
    bench.collect("--record", str(tmp_path / "recorded"))
    recorded = (tmp_path / "recorded/endpoints.json").read_text("utf-8")
    assert PLANTED not in bench.everything()
    assert PLANTED not in recorded


def test_a_target_that_is_not_due_is_neither_asked_nor_lost(bench: Bench, web: Web) -> None:
    bench.collect()
    before = http_of(bench, web.url("good"))
    asked = web.requests().count("GET /old ")
    front = web.requests().count("GET / ")
    ran = bench.collect(after=timedelta(hours=2))
    assert ran.code == 0, ran.err
    assert web.requests().count("GET /old ") == asked + 1
    assert web.requests().count("GET / ") == front + 2, "only the loop, at both of its ports"
    after = http_of(bench, web.url("good"))
    assert after == before
    assert after.last_seen is None


def test_only_what_failed_is_asked_again_before_its_time(bench: Bench, web: Web) -> None:
    bench.collect()
    before = web.requests()
    ran = bench.collect(after=timedelta(minutes=20))
    assert web.requests() == before, "the two that failed get no request through"
    assert "endpoints/here" in ran.err


def test_naming_a_section_asks_it_at_once(bench: Bench, web: Web) -> None:
    bench.collect()
    before = web.requests().count("GET /old ")
    bench.collect("--only", "endpoints/here:http", after=timedelta(minutes=5))
    assert web.requests().count("GET /old ") == before + 1


def test_a_target_that_falls_silent_keeps_what_was_seen(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    serving = threading.Thread(target=serve, args=(listener,), daemon=True)
    serving.start()
    bench.declare(f"endpoints: {{'{url}': {{}}}}\n")
    assert bench.collect().code == 0
    assert http_of(bench, url).last_status == 200
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    serving.join(10)
    for hours in (2, 4):
        ran = bench.collect(after=timedelta(hours=hours))
        silent = http_of(bench, url)
        assert (silent.state, silent.reason, silent.last_status) == ("unreachable", "refused", 200)
        assert (silent.last_seen, silent.since) == (START, START + timedelta(hours=2))
    assert ran.code == 4, "no target at all answered"
    assert bench.source.sections["http"].reason == "no_answer"


def serve(listener: socket.socket) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")


def test_an_endpoint_that_is_no_longer_declared_is_no_longer_stored(
    bench: Bench, web: Web, zone: NameServer
) -> None:
    bench.collect()
    urls = f"'{web.url('good')}': {{}}, '{web.url('expired')}': {{}}"
    only = f"defaults: {{resolvers: ['{zone.resolver}']}}\nendpoints: {{{urls}}}"
    bench.declare(only, "networks: {private_cas: [inventory/ca.pem]}\n")
    bench.collect(after=timedelta(hours=2))
    facts = bench.source.facts(HttpTargets)
    assert facts
    assert {one.url for one in facts.targets} == {web.url("good"), web.url("expired")}
    assert bench.source.sections["http"].state == "partial"
    settings = bench.source.facts(ServedSettings)
    assert settings in (None, ServedSettings())


def test_a_replayed_recording_gives_the_same_facts(bench: Bench, tmp_path: Path) -> None:
    bench.collect("--record", str(tmp_path / "recorded"))
    replay = Bench(tmp_path / "replay")
    replay.declare(
        (bench.root / "collectors/endpoints.yml").read_text("utf-8") + "recording: endpoints.json\n"
    )
    for name in ("inventory/fleet.yml", "inventory/ca.pem"):
        (replay.root / name).write_bytes((bench.root / name).read_bytes())
    (replay.root / "endpoints.json").write_bytes(
        (tmp_path / "recorded/endpoints.json").read_bytes()
    )
    ran = replay.collect()
    assert ran.code == 0, ran.err
    assert replay.document() == bench.document()
    assert replay.source.transport == "recorded"


def test_a_recording_that_is_not_there_is_a_source_that_failed(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.declare("endpoints: {'https://example.org/': {}}\nrecording: none.json\n")
    assert bench.collect().code == 3


def test_without_endpoints_there_is_no_source(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.declare("defaults: {every: 2h}\n")
    bench.collect()
    assert not (tmp_path / "inventory/snapshots/endpoints").exists()


def test_an_unknown_fact_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.declare("endpoints: {'https://example.org/': {facts: [nodeinf]}}\n")
    ran = bench.collect()
    assert ran.code == 2
    assert "did you mean 'nodeinfo'?" in ran.err


def test_an_authority_that_is_no_certificate_is_refused(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.declare(
        "endpoints: {'https://example.org/': {}}\n",
        "networks: {private_cas: [inventory/ca.pem, inventory/none.pem]}\n",
    )
    (tmp_path / "inventory/ca.pem").write_text("nothing\n", "utf-8")
    ran = bench.collect()
    assert ran.code == 2
    assert "'inventory/ca.pem': holds no certificate in PEM" in ran.err
    assert "'inventory/none.pem': there is no such file" in ran.err


@pytest.mark.parametrize(
    "resolver", ["dns.example.org", "127.0.0.1#0", "127.0.0.1#x", "10.0.0.1:53"]
)
def test_a_resolver_is_an_address_with_a_port_behind_a_hash(tmp_path: Path, resolver: str) -> None:
    bench = Bench(tmp_path)
    bench.declare(f"defaults: {{resolvers: ['{resolver}']}}\n")
    ran = bench.collect()
    assert ran.code == 2
    assert "expected 'system' or an IP address" in ran.err


def test_a_setting_that_is_called_like_a_secret_is_refused(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    place = "{endpoint: 'https://example.org/', json: smtp.password}"
    bench.declare("", f"expectations: [{{id: a, why: b, expect: c, at: [{place}]}}]\n")
    ran = bench.collect()
    assert ran.code == 2
    assert "usually holds a secret" in ran.err
