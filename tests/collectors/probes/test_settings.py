"""Settings from outside: the one value that was asked for, or that it is not there."""

import pytest

from heirbook.inventory.served_setting import ServedSetting
from tests.collectors.probes.asking import asked, at, reach
from tests.parts.dns import NameServer
from tests.parts.web import PLANTED, Web


def setting(web: Web, zone: NameServer, path: str, way: str, key: str = "") -> ServedSetting:
    target = at(web.url("good", path), "asked", way, key)
    got = asked("setting", target, reach(web, zone))
    assert isinstance(got, ServedSetting)
    assert PLANTED not in got.model_dump_json()
    return got


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("configuration.statuses.max_characters", (True, 42069)),
        ("configuration.share", (True, "0.5")),
        ("configuration.empty", (True, "")),
        ("rules[0].id", (True, "1")),
        ("rules[1].id", (False, None)),
        ("configuration.none", (False, None)),
    ],
)
def test_a_key_of_a_document(
    web: Web, zone: NameServer, key: str, expected: tuple[bool, object]
) -> None:
    got = setting(web, zone, "/api/v2/instance", "json", key)
    assert (got.state, (got.found, got.value)) == ("ok", expected)


def test_a_status_and_a_header_of_any_case(web: Web, zone: NameServer) -> None:
    status = setting(web, zone, "/down", "status")
    assert (status.state, status.found, status.value) == ("ok", True, 503)
    header = setting(web, zone, "/new", "header", "x-deployed-BY")
    assert (header.state, header.found, header.value) == ("ok", True, "release-7")
    assert setting(web, zone, "/new", "header", "X-None").found is False


def test_a_redirect_without_its_query(web: Web, zone: NameServer) -> None:
    got = setting(web, zone, "/old", "redirect")
    assert got.value == web.url("good", "/new")
    assert setting(web, zone, "/new", "redirect").found is False


def test_a_value_with_a_secret_s_shape_is_refused(web: Web, zone: NameServer) -> None:
    leak = setting(web, zone, "/new", "header", "X-Leak")
    hook = setting(web, zone, "/api/v2/instance", "json", "webhook")
    for got in (leak, hook):
        assert (got.state, got.reason, got.found, got.value) == ("denied", "secret", None, None)


def test_a_whole_object_is_no_setting(web: Web, zone: NameServer) -> None:
    got = setting(web, zone, "/api/v2/instance", "json", "configuration")
    assert (got.state, got.reason) == ("partial", "no_single_value")


def test_one_request_and_no_redirect_followed(web: Web, zone: NameServer) -> None:
    before = web.requests().count("GET /new")
    setting(web, zone, "/old", "status")
    assert web.requests().count("GET /new") == before


def test_an_answer_that_is_refused_or_no_document(web: Web, zone: NameServer) -> None:
    closed = setting(web, zone, "/closed", "json", "a")
    assert (closed.state, closed.reason) == ("denied", "status_403")
    text = setting(web, zone, "/new", "json", "a")
    assert (text.state, text.reason) == ("partial", "parse")
