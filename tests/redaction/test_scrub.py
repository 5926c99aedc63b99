"""What the arrival pass and the renderer make of lines with and without secrets."""
# ruff: noqa: RUF001  the brackets of our forms are meant

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heirbook.redaction import scrub, scrub_plain
from heirbook.redaction.rules import WINDOW, matches
from tests.redaction.share_words import SHARE

HERE = Path(__file__).parent
UNTIMED = settings(deadline=None)  # the machine may be busy
KEY = b"k" * 32
FORM = re.compile("‹redacted:([a-z-]+):[0-9a-f]{8}›")
SECRETS = [
    line.split("\t")
    for line in (HERE / "secret_lines.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
HARMLESS = (HERE / "harmless_lines.txt").read_text("utf-8").splitlines()
HOSTILE = (
    *(
        "a",
        "a=",
        "a: ",
        "=",
        "://a:",
        "://a:b",
        "://a:b@",
        "key:",
        "key=",
        "password: ",
        "--token ",
    ),
    *('password="', 'password="\\', "-k ", "eyJ", "eyJaaaaaaaaa.", "0a", "curl -u ", "mysql a "),
    *("$6$", "Cookie: ", "-----BEGIN ", "PRIVATE KEY-----", "‹redacted", "_", "academic ", "<a "),
    *("hooks.slack.com/services/", "secret => ", "'\"", "|\n "),
)


@pytest.mark.parametrize(("kind", "value", "line"), SECRETS, ids=[s[2] for s in SECRETS])
def test_a_secret_line_loses_its_value(kind: str, value: str, line: str) -> None:
    scrubbed = scrub(line, KEY)
    assert value not in scrubbed
    assert kind in FORM.findall(scrubbed)
    assert value not in scrub_plain(line)
    assert "‹redacted›" in scrub_plain(line)


@pytest.mark.parametrize("line", HARMLESS)
def test_a_harmless_line_stays_as_it_is(line: str) -> None:
    assert scrub(line, KEY) == line


def test_there_are_thirty_secret_and_twenty_five_harmless_lines() -> None:
    assert len(SECRETS) >= 30
    assert len(HARMLESS) >= 25


@pytest.mark.parametrize(
    "forged",
    [
        "‹redacted:token:deadbeef›",
        "‹redacted:token:deadbeef:more›",
        "‹REDACTED:x:00000000›",
        "‹ redacted ›",
    ],
)
def test_a_form_that_arrives_loses_its_fingerprint(forged: str) -> None:
    assert scrub(f"a {forged} b", KEY) == "a ‹redacted› b"
    assert scrub(f"DB_PASSWORD={forged}", KEY) == "DB_PASSWORD=‹redacted›"


def test_what_hides_behind_a_form_is_redacted_too() -> None:
    assert "tail99" not in scrub("DB_PASSWORD=‹redacted›tail99", KEY)


def test_one_value_has_one_fingerprint_per_workspace() -> None:
    here, there = scrub("DB_PASSWORD=hunter2x", KEY), scrub("DB_PASSWORD=hunter2x", b"o" * 32)
    assert scrub("API_TOKEN=hunter2x", KEY).partition("=")[2] == here.partition("=")[2]
    assert here != there


def test_json_stays_json() -> None:
    line = '{"password": "a b\\"c d", "tokens": 3, "secrets": ["web-tls"], "env": ["API_TOKEN"]}'
    scrubbed = scrub(line, None)
    assert scrubbed == line.replace('a b\\"c d', "‹redacted›")


def test_a_value_on_the_line_below_its_key_goes() -> None:
    assert scrub("password: |\n  blocky1\nport: 1", None) == "password: |\n  ‹redacted›\nport: 1"


def test_a_value_in_a_query_goes_after_a_harmless_one() -> None:
    assert scrub("GET /?x=1&token=abc123", None) == "GET /?x=1&token=‹redacted›"


@pytest.mark.parametrize("before", [0, 3580, 4080, 4090, 4095, 9000])
@pytest.mark.parametrize("length", [8, 600, 5000])
def test_a_value_at_the_edge_of_a_window_goes_whole(before: int, length: int) -> None:
    text = "x " * (before // 2) + "password=" + "s9" * (length // 2) + " tail"
    scrubbed = scrub(text, None)
    assert "s9" not in scrubbed
    assert scrubbed.endswith("password=‹redacted› tail")


def test_a_private_key_goes_with_its_body() -> None:
    pem = "-----BEGIN RSA PRIVATE KEY-----\nMIIabc+/=\n" + "A" * 9000 + "\n"
    whole = f"before\n{pem}-----END RSA PRIVATE KEY-----\nafter"
    assert scrub(whole, None) == "before\n‹redacted›\nafter"
    assert "AAA" not in scrub(f"before\n{pem}", None)
    assert "AAA" not in scrub("AAAA\nAAAA\n-----END RSA PRIVATE KEY-----", None)


@pytest.mark.parametrize(
    "text",
    [
        " ".join(SHARE),
        " ".join(SHARE).upper(),
        "\n".join(f"{number}. {word}" for number, word in enumerate(SHARE, 1)),
        "".join(f"<td>{n}</td><td>{word}</td>" for n, word in enumerate(SHARE, 1)),
    ],
    ids=["plain", "capitals", "numbered", "cells"],
)
def test_a_share_goes_in_any_dress(text: str) -> None:
    assert [match.kind for match in matches(text)] == ["share"]
    assert SHARE[10] not in scrub(text, None).lower()


def test_nineteen_words_and_a_repeated_heading_are_no_share() -> None:
    assert scrub(" ".join(SHARE[:19]), None) == " ".join(SHARE[:19])
    steps = " ".join(f"Step {number}" for number in range(40))
    assert scrub(steps, None) == steps


@pytest.mark.parametrize("seed", HOSTILE)
def test_a_hostile_window_takes_no_time(seed: str) -> None:
    window = (seed * WINDOW)[:WINDOW]
    start = time.process_time()
    list(matches(window))
    list(matches(window, gate=True))
    assert time.process_time() - start < 0.5


def test_time_grows_with_length_only() -> None:
    start = time.process_time()
    scrub("a=b password: " * 40_000, None)
    assert time.process_time() - start < 5


@UNTIMED
@given(st.text("pasword=:'\"-‹›redct <>@/.\\{}|\n", max_size=120))
def test_pages_never_show_a_fingerprint_and_scrubbing_twice_changes_nothing(text: str) -> None:
    once = scrub_plain(text)
    assert not FORM.search(once)
    assert scrub_plain(once) == once
