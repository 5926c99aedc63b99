"""Traefik's rules: all hosts of what can be read, the text of what cannot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heirbook.collectors.objects.traefik_rule import TraefikRule, parse_rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Host(`a.org`)", TraefikRule(("a.org",))),
        ("Host(`B.org`, `a.org`)", TraefikRule(("a.org", "b.org"))),
        ('Host("a.org")&&PathPrefix("/x")', TraefikRule(("a.org",), paths=("/x",))),
        ("Host(`a.org`) || Host(`b.org`)", TraefikRule(("a.org", "b.org"))),
        ("(Host(`a.org`) || Host(`b.org`)) && Host(`b.org`)", TraefikRule(("b.org",))),
        ("HostSNI(`*`)", TraefikRule(("*",))),
        ("Path(`/x`) || PathPrefix(`/y`)", TraefikRule(paths=("/x", "/y"))),
        (
            "Host(`a.org`) && Query(`token=word`)",
            TraefikRule(("a.org",), match="Query(…)"),
        ),
        (
            "Host(`a.org`) && !PathPrefix(`/x`)",
            TraefikRule(("a.org",), match="!…"),
        ),
        (
            "Host(`a.org`) && !Method(`GET`)",
            TraefikRule(("a.org",), match="!Method(GET)"),
        ),
    ],
)
def test_rule_is_read(text: str, rule: TraefikRule) -> None:
    assert parse_rule(text) == rule


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Host",
        "Host()",
        "Host(`a.org`",
        "Host(`a.org`) &&",
        "Host(`a.org`) Host(`b.org`)",
        "Host(a.org)",
        "Host(`a.org`) | Host(`b.org`)",
        "(" * 500 + "Host(`a.org`)" + ")" * 500,
        "!" * 500 + "Host(`a.org`)",
    ],
)
def test_what_cannot_be_read_stays_as_text_with_unknown_hosts(text: str) -> None:
    rule = parse_rule(text)
    assert not rule.known
    assert rule.hosts == ()
    assert rule.match == text[:300]


@pytest.mark.parametrize(
    "text",
    ["!Host(`a.org`)", "HostRegexp(`.+`)", "Host(`a.org`) || PathPrefix(`/x`)"],
)
def test_hosts_that_cannot_be_listed_are_unknown(text: str) -> None:
    assert not parse_rule(text).known
    assert parse_rule(text).match == text


@pytest.mark.parametrize("name", ["Header", "Headers", "HeaderRegexp", "HeadersRegexp", "Query"])
def test_what_may_hold_a_password_is_never_kept(name: str) -> None:
    for end in (")", ""):
        rule = parse_rule(f"Host(`a.org`) && {name}(`X-Token`, `CANARY`{end}")
        assert "CANARY" not in str(rule)


PIECES = st.lists(
    st.sampled_from(
        ["Host", "HostSNI", "Path", "Query", "(", ")", ",", "`a.org`", '"b"', "&&", "||", "!", " "]
    ),
    max_size=24,
)


@given(PIECES.map("".join) | st.text(max_size=40))
def test_whatever_is_written_nothing_is_raised_or_made_up(text: str) -> None:
    rule = parse_rule(text)
    assert all(host in text.lower() for host in rule.hosts)
    assert all(path in text for path in rule.paths)
