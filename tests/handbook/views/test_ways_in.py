"""What a server's page says of its reverse proxies and tunnels."""

from collections.abc import Mapping
from dataclasses import replace
from html import unescape

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.render import render
from heirbook.inventory.proxy import EntryPoint, Proxies, VirtualHost
from heirbook.inventory.record import Facts, SourceId
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.tunnel import Tunnel, TunnelRoute, Tunnels, WireGuardPeer
from tests.handbook.river import river

UPE = SourceId("server/upe")
KEY = "xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg="
PROXIES = Proxies(
    virtual_hosts=(
        VirtualHost(
            product="nginx",
            file="/etc/nginx/sites-enabled/shop",
            names=("shop.example.org", "<hostile>"),
            listeners=("443",),
            targets=("http://127.0.0.1:3000",),
        ),
        VirtualHost(product="apache", file="/etc/a.conf", redirects=("https",)),
        VirtualHost(product="caddy", file="/etc/caddy/Caddyfile", names=("static.example.org",)),
    ),
    entry_points=(
        EntryPoint(product="traefik", name="web", file="/etc/traefik/traefik.yml", address=":80"),
        EntryPoint(product="traefik", name="all", file="/etc/traefik/traefik.yml", insecure=True),
        EntryPoint(product="caddy", name="default", file="/c", trusted_ips=("10.0.0.0/8",)),
    ),
)
TUNNELS = Tunnels(
    tunnels=(
        Tunnel(
            product="newt",
            place="script:/usr/local/bin/newt.sh",
            unit="newt.service",
            tunnel_id="xk3l6c8q1zrw2vb",
            endpoint="app.example.org",
        ),
        Tunnel(
            product="cloudflared",
            place="container:edge/cf",
            version="2025.8.0",
            routes=(TunnelRoute(host="blog.example.org", target="http://127.0.0.1:2368"),),
        ),
    ),
    peers=(WireGuardPeer(interface="wg0", public_key=KEY, allowed_ips=("10.9.0.2/32",)),),
)


def book(*facts: Facts) -> BookInput:
    """Return the invented book in which `upe` gave these sections besides its own."""
    return with_sections(
        {
            one.section: SectionState[Facts].model_validate({"state": "ok", "facts": one})
            for one in facts
        }
    )


def with_sections(sections: Mapping[str, SectionState[Facts]]) -> BookInput:
    """Return the invented book in which `upe` has these sections besides its own."""
    given = river()
    source = given.snapshot.sources[UPE]
    sources = {**given.snapshot.sources}
    sources[UPE] = replace(source, sections={**source.sections, **sections})
    return replace(given, snapshot=replace(given.snapshot, sources=sources))


def rows(given: BookInput, heading: str, language: str = "en") -> list[str]:
    """Return the lines of one block of the server's page, as a reader sees them."""
    text = render(given, language)["servers/upe.md"]
    assert isinstance(text, str)
    assert "<hostile>" not in text
    block = unescape(text).replace("\\", "").partition(f"## {heading}")[2].partition("\n## ")[0]
    return block.splitlines()


def row(lines: list[str], word: str) -> str:
    """Return the one line that holds this word."""
    (line,) = (line for line in lines if word in line)
    return line


def test_a_virtual_host_shows_its_names_and_where_it_sends_requests() -> None:
    lines = rows(book(PROXIES), "Reverse proxies")
    shop = row(lines, "sites-enabled/shop")
    assert [word for word in ("shop.example.org", "443", "http://127.0.0.1:3000", "nginx")
            if word not in shop] == []  # fmt: skip
    assert "any name" in row(lines, "/etc/a.conf")
    assert "redirects to <code>https</code>" in row(lines, "/etc/a.conf")
    assert "no other server" in row(lines, "static.example.org")


def test_an_entry_point_says_whose_headers_it_believes() -> None:
    lines = rows(book(PROXIES), "Reverse proxies")
    assert "nobody" in row(lines, "<code>web</code>")
    assert "everybody" in row(lines, "<code>all</code>")
    assert "10.0.0.0/8" in row(lines, "<code>default</code>")


def test_a_tunnel_shows_its_place_and_an_id_that_could_not_be_read() -> None:
    lines = rows(book(TUNNELS), "Tunnels")
    newt = row(lines, "newt.sh")
    assert [word for word in ("newt.service", "xk3l6c8q1zrw2vb", "app.example.org")
            if word not in newt] == []  # fmt: skip
    cloudflared = row(lines, "container:edge/cf")
    assert "not known" in cloudflared
    assert "cloudflared 2025.8.0" in cloudflared
    assert "blog.example.org" in cloudflared


def test_a_peer_that_was_never_heard_of_says_so() -> None:
    peer = row(rows(book(TUNNELS), "Tunnels"), KEY)
    assert "10.9.0.2/32" in peer
    assert "not yet" in peer
    assert "not known" in peer


def test_a_peer_shows_its_newest_handshake() -> None:
    given = book(TUNNELS)
    values: dict[str, int | str] = {
        f"tunnels:{TUNNELS.peers[0].identity()}:last_handshake_at": "2026-11-20T01:00:00Z"
    }
    (line, *_) = given.readings.lines[UPE]
    lines = {UPE: (line.model_copy(update={"values": values}),)}
    heard = replace(given, readings=given.readings.model_copy(update={"lines": lines}))
    assert "2026-11-20 01:00 UTC" in row(rows(heard, "Tunnels"), KEY)


def test_a_server_without_any_has_no_such_blocks() -> None:
    given = book(Proxies(), Tunnels())
    assert rows(given, "Reverse proxies") == []
    assert rows(given, "Tunnels") == []


def test_what_could_not_be_looked_at_is_said() -> None:
    denied = SectionState[Facts].model_validate({"state": "denied", "need": "root"})
    lines = rows(with_sections({"tunnels": denied, "proxies": denied}), "Tunnels")
    assert any("not known" in line for line in lines)


def test_it_is_said_in_lithuanian_too() -> None:
    given = book(PROXIES, TUNNELS)
    assert "niekieno" in row(rows(given, "Atvirkštiniai", "lt"), "<code>web</code>")
    assert rows(given, "Tuneliai", "lt")
