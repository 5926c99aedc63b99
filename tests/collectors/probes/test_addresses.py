"""What an address answers: statuses, redirects, loops, and answers that never end."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from heirbook.inventory.endpoint import Hop, HttpTarget
from tests.collectors.probes.asking import asked, at, reach, result
from tests.parts.dns import NameServer
from tests.parts.web import PLANTED, Web


def http(url: str, web: Web, zone: NameServer, limit_s: float = 20) -> HttpTarget:
    got = asked("http", at(url), reach(web, zone, url), limit_s)
    assert isinstance(got, HttpTarget)
    return got


def test_an_answer_is_its_status_server_and_strict_transport(web: Web, zone: NameServer) -> None:
    url = web.url("good", "/new")
    got = http(url, web, zone)
    assert (got.state, got.end, got.last_status, got.url) == ("ok", "answer", 200, url)
    assert (got.server or "").startswith("nginx/")
    assert got.hsts == "max-age=31536000"
    assert got.latency_ms is not None


def test_a_refusing_or_failing_answer_is_a_fact_too(web: Web, zone: NameServer) -> None:
    for path, status in (("/down", 503), ("/closed", 403), ("/none", 404)):
        got = http(web.url("good", path), web, zone)
        assert (got.state, got.last_status) == ("ok", status)


def test_a_redirect_is_followed_and_its_query_is_not_kept(web: Web, zone: NameServer) -> None:
    url = web.url("good", "/old")
    got = result("http", at(url), reach(web, zone))
    assert got.answer["hops"] == [
        {"url": url, "status": 301, "leads_to": web.url("good", "/new")},
        {"url": web.url("good", "/new"), "status": 200, "leads_to": None},
    ]
    assert PLANTED not in got.model_dump_json()


def test_a_loop_between_http_and_https_names_what_repeats(web: Web, zone: NameServer) -> None:
    url = web.url("loop", scheme="http")
    got = http(url, web, zone)
    assert (got.state, got.end, got.repeats) == ("ok", "loop", url)
    assert got.hops == (
        Hop(url=url, status=301, leads_to=web.url("loop")),
        Hop(url=web.url("loop"), status=302, leads_to=url),
    )


def test_ten_redirects_are_followed_and_no_more(web: Web, zone: NameServer) -> None:
    before = web.requests().count("GET /a")
    got = http(web.url("chain", scheme="http"), web, zone)
    assert (got.state, got.end, len(got.hops)) == ("ok", "too_many_redirects", 11)
    assert web.requests().count("GET /a") - before == 10


def test_an_undeclared_host_is_recorded_and_never_asked(web: Web, zone: NameServer) -> None:
    with counting(web.away) as connections:
        got = http(web.url("away"), web, zone)
        again = http(web.url("away", scheme="http"), web, zone)
        assert connections() == 0
        socket.create_connection(("127.0.0.3", web.away)).close()
        assert connections() == 1, "the listener would have seen a request"
    assert (got.state, got.end, again.end) == ("ok", "undeclared_host", "undeclared_host")
    assert got.hops[0].leads_to == f"http://undeclared.example.org:{web.away}/in"


def test_only_hosts_of_declared_endpoints_are_followed(web: Web, zone: NameServer) -> None:
    within = reach(web, zone)
    assert within.may_follow("https://GOOD.example.org./")
    assert not within.may_follow("https://good.example.org.evil.example/")
    assert not within.may_follow(f"http://user@good.example.org:{web.http}/")
    assert not within.may_follow("file://good.example.org/etc/passwd")
    assert not within.may_follow("https://169.254.169.254/latest/meta-data/")


@pytest.mark.parametrize(("site", "reason"), [("bomb", "unpacked_cap"), ("endless", "output_cap")])
def test_a_body_without_end_is_dropped_at_its_limit(
    web: Web, zone: NameServer, site: str, reason: str
) -> None:
    got = http(web.url(site), web, zone)
    assert (got.state, got.reason, got.last_status) == ("partial", reason, 200)


@pytest.mark.parametrize("site", ["expired", "wrong", "selfsigned", "unknown"])
def test_nothing_is_asked_over_a_certificate_that_does_not_verify(
    web: Web, zone: NameServer, site: str
) -> None:
    got = http(web.url(site, "/never"), web, zone)
    assert (got.state, got.reason, got.hops) == ("unreachable", "certificate", ())
    assert "/never" not in web.requests()


def test_a_name_that_does_not_exist_and_a_closed_port_differ(web: Web, zone: NameServer) -> None:
    gone = http("http://gone.example.org/", web, zone)
    closed = http(f"http://good.example.org:{web.away}/", web, zone)
    assert (gone.state, gone.reason) == ("unreachable", "dns")
    assert (closed.state, closed.reason) == ("unreachable", "refused")


def slow_head(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in range(600):
        connection.sendall(b"X-%d: y\r\n" % number)
        time.sleep(0.1)


def huge_head(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in range(90):
        connection.sendall(b"X-%d: %s\r\n" % (number, b"y" * 1000))
    connection.sendall(b"\r\n")


def many_heads(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n")


def slow_body(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(600):
        connection.sendall(b"y")
        time.sleep(0.1)


def short_body(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort")


def other_packing(connection: socket.socket) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 2\r\n\r\n"
    connection.sendall(head + b"ok")


def broken_packing(connection: socket.socket) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n"
    connection.sendall(head + b"ok")


def no_http(connection: socket.socket) -> None:
    connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")


def nothing(connection: socket.socket) -> None:
    connection.recv(1)


def hang_up(connection: socket.socket) -> None:
    connection.shutdown(socket.SHUT_RDWR)


def to_mail(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 302 F\r\nLocation: mailto:rasa@example.org\r\n\r\n")


def to_broken(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 302 F\r\nLocation: http://[::1\r\n\r\n")


def to_nowhere(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 302 F\r\n\r\n")


def odd_server(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nServer: \x1b[2J<b>\xff" + b"x" * 300 + b"\r\n\r\n")


@pytest.mark.parametrize(
    ("behave", "expected"),
    [
        (slow_head, ("timeout", "deadline", None)),
        (huge_head, ("partial", "output_cap", None)),
        (many_heads, ("partial", "output_cap", None)),
        (slow_body, ("partial", "deadline", "answer")),
        (short_body, ("partial", "cut_off", "answer")),
        (no_http, ("partial", "no_http", None)),
        (nothing, ("timeout", "deadline", None)),
        (hang_up, ("unreachable", "reset", None)),
        (other_packing, ("ok", None, "answer")),
        (broken_packing, ("partial", "encoding", "answer")),
        (to_mail, ("ok", None, "undeclared_host")),
        (to_broken, ("ok", None, "no_location")),
        (to_nowhere, ("ok", None, "no_location")),
        (odd_server, ("ok", None, "answer")),
    ],
)
def test_odd_answers_are_each_their_own_state(
    web: Web,
    zone: NameServer,
    behave: Callable[[socket.socket], None],
    expected: tuple[str, str | None, str | None],
) -> None:
    with serving(behave) as port:
        got = http(f"http://127.0.0.1:{port}/", web, zone, limit_s=2)
    assert (got.state, got.reason, got.end) == expected


@contextmanager
def serving(behave: Callable[[socket.socket], None]) -> Iterator[int]:
    """Yield the port of a server that treats its one visitor so."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            connection, _ = listener.accept()
            with connection:
                connection.recv(4096)
                behave(connection)

    threading.Thread(target=serve, daemon=True).start()
    with listener:
        yield int(listener.getsockname()[1])


@contextmanager
def counting(port: int) -> Iterator[Callable[[], int]]:
    """Yield what counts the connections to a port of the undeclared host."""
    listener = socket.create_server(("127.0.0.3", port))
    listener.settimeout(0.2)
    seen: list[object] = []

    def count() -> int:
        with suppress(TimeoutError):
            while True:
                connection, address = listener.accept()
                connection.close()
                seen.append(address)
        return len(seen)

    with listener:
        yield count
