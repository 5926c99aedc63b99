"""What applications say of themselves: two values of a document, and nothing else of it."""

from urllib.parse import urlsplit

from heirbook.inventory.application import Mastodon, Nodeinfo, Peertube
from tests.collectors.probes.asking import asked, at, reach, result
from tests.parts.dns import NameServer
from tests.parts.web import PLANTED, Web


def test_nodeinfo_names_software_and_version(web: Web, zone: NameServer) -> None:
    got = asked("nodeinfo", at(web.url("good")), reach(web, zone))
    assert isinstance(got, Nodeinfo)
    assert (got.state, got.software, got.version) == ("ok", "mastodon", "4.5.1+glitch")


def test_mastodon_gives_version_and_length_and_not_the_rest(web: Web, zone: NameServer) -> None:
    got = asked("mastodon", at(web.url("good")), reach(web, zone))
    assert isinstance(got, Mastodon)
    assert (got.state, got.version, got.max_characters) == ("ok", "4.5.1", 42069)


def test_peertube_gives_its_version_and_not_the_rest(web: Web, zone: NameServer) -> None:
    got = asked("peertube", at(web.url("good")), reach(web, zone))
    assert isinstance(got, Peertube)
    assert (got.state, got.version) == ("ok", "7.3.0")
    for probe in ("nodeinfo", "mastodon", "peertube", "http"):
        brought = result(probe, at(web.url("good")), reach(web, zone))
        assert PLANTED not in brought.model_dump_json()


def test_another_site_is_no_mastodon(web: Web, zone: NameServer) -> None:
    for probe in ("nodeinfo", "mastodon", "peertube"):
        got = asked(probe, at(web.url("plain")), reach(web, zone))
        assert (got.state, got.reason) == ("partial", "parse")
        away = asked(probe, at(web.url("away")), reach(web, zone))
        assert (away.state, away.reason) == ("partial", "undeclared_host")
        bomb = asked(probe, at(web.url("bomb")), reach(web, zone))
        assert (bomb.state, bomb.reason) == ("partial", "unpacked_cap")


def test_nodeinfo_elsewhere_is_not_asked(web: Web, zone: NameServer) -> None:
    port = urlsplit(web.url("good")).port
    links = web.folder / "files/.well-known/nodeinfo"
    before = links.read_text("utf-8")
    links.write_text(before.replace("good.example.org", "undeclared.example.org"), "utf-8")
    try:
        got = asked("nodeinfo", at(web.url("good")), reach(web, zone))
    finally:
        links.write_text(before, "utf-8")
    assert port
    assert (got.state, got.reason) == ("partial", "undeclared_host")
