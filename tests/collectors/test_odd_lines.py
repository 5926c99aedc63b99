"""Whatever a server prints, a parser refuses lines and never raises, and it invents no word."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import JsonValue

from heirbook.collectors.frames import parse_frames
from heirbook.collectors.section import Answer, ParseError, Part
from heirbook.collectors.sections.pi import FLAGS
from heirbook.inventory.record import Facts
from heirbook.inventory.smart import WARNINGS
from tests.collectors.framed import NONCE, UNITS

FOLDER = Path(__file__).parent / "sections"
OWN_WORDS = {
    "compose": {"docker", "podman", "compose", "environment", "seen", "missing", "denied"},
    "swarm": {"manager", "worker", "replicated-job", "global-job"},
    "backup": {"unit", "timer", "cache", "folder", "archive", "borgmatic", "restic"},
    "smart": set(WARNINGS),
    "pi": set(FLAGS.values()),
    "firewall": {
        *("ufw", "firewalld", "nftables", "iptables", "count", "accept", "reject", "drop"),
        *("input", "output", "forward", "allow", "deny", "limit", "return"),
    },
    "proxies": {"nginx", "caddy", "haproxy", "apache", "traefik"},
    "settings": {"found", "missing", "unreadable"},
    "containers": {"docker", "podman"},
    "images": {"docker", "podman"},
    "init": {"openrc", "runit", "s6"},
    "packages": {"apt", "apk", "dnf", "pacman"},
    "sockets": {"::", "*"},
    "time": {"chrony", "timesyncd"},
    "users": {"locked", "password", "empty"},
}
"""Words that a parser says by itself, by section."""
DIGEST = re.compile(r"SHA256:[A-Za-z0-9+/]{43}|[0-9a-f]{8}")
"""Worked out from what was printed: a fingerprint, a cron entry's id."""
LONGEST = 25


@cache
def parts(name: str) -> dict[str, str]:
    """Return the text of each part, from all recorded answers of a section."""
    found: dict[str, str] = {}
    for case in sorted((FOLDER / name).glob("*.txt")):
        for part in parse_frames(case.read_bytes(), b"", NONCE).sections.values():
            for key, printed in part.parts.items():
                found[key] = found.get(key, "") + printed.content.decode("utf-8", "replace")
    return {key: text for key, text in found.items() if text}


@st.composite
def mangled(draw: st.DrawFn, text: str) -> str:
    """Return recorded lines in another order, some cut, some with other signs in them."""
    lines = draw(st.lists(st.sampled_from(text.splitlines()), max_size=LONGEST))
    for number in draw(st.lists(st.integers(0, LONGEST), max_size=4)):
        if number < len(lines):
            at = draw(st.integers(0, len(lines[number])))
            middle = draw(st.text(max_size=6) | st.sampled_from(("\t", "=", " (", "/", "-1", "²")))
            rest = draw(st.integers(at, max(at, len(lines[number]))))
            lines[number] = lines[number][:at] + middle + lines[number][rest:]
    return "\n".join(lines)


def texts(value: JsonValue) -> Iterator[str]:
    """Yield every text in a facts record."""
    if isinstance(value, str):
        yield value
    for inner in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from texts(inner)


@pytest.mark.parametrize("name", sorted(UNITS))
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_parser_never_raises_and_never_invents(name: str, data: st.DataObject) -> None:
    printed = {key: data.draw(mangled(text)) for key, text in parts(name).items()}
    answer = Answer({key: Part(text) for key, text in printed.items()})
    try:
        facts = UNITS[name].module.parse(answer)
    except ParseError as error:
        facts = error.facts
    assert facts is None or isinstance(facts, Facts)
    everything = "\n".join(printed.values())
    said = set(texts(facts.model_dump(mode="json") if facts else None)) - OWN_WORDS.get(name, set())
    assert {word for word in said if not met(word, everything)} == set()


def met(word: str, printed: str) -> bool:
    """Return whether each part of a word was printed: dates and joined ports are put together."""
    if DIGEST.fullmatch(word):
        return True
    # a backslash may be the quoting of a file
    bare, printed = word.replace("\\", "").lower(), printed.replace("\\", "").lower()
    pieces = bare.removeprefix("sha256:").replace("/", " ").replace(",", " ").split()
    is_time = len(word) == len("2026-11-20T02:10:07Z") and word.endswith("Z")
    return is_time or all(piece in printed for piece in pieces)
