"""The rules of Traefik's routes: which hosts and paths they match."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

DEEPEST = 20
MOST_TEXT = 300
_TOKEN = re.compile(
    r"\s*(?:(?P<name>[A-Za-z]{1,32})|`(?P<back>[^`]*)`|\"(?P<double>[^\"\\]*)\"|(?P<sign>&&|\|\||[!(),]))"
)
_HOSTS = frozenset({"Host", "HostSNI"})
_HOST_PATTERNS = frozenset({"HostRegexp", "HostSNIRegexp", "HostHeader"})
_PATHS = frozenset({"Path", "PathPrefix"})
_SHOWN = frozenset({"ALPN", "ClientIP", "Method", "PathRegexp"})
"""Matchers whose values a page may show; a header or a query can hold a password."""
_FROM_SECRET = re.compile(r"\b(Headers?(?:Regexp)?|HeadersRegexp|Query(?:Regexp)?)\b.*", re.DOTALL)


@dataclass(frozen=True)
class TraefikRule:
    """What a rule matches; `hosts` counts only where it is known."""

    hosts: tuple[str, ...] = ()
    """None of them and known: every host."""
    known: bool = True
    paths: tuple[str, ...] = ()
    match: str | None = None
    """The rule's text where it says more than hosts and paths, or could not be read."""


class _NotReadError(Exception):
    """The text is no rule that we know how to read."""


@dataclass
class _Reading:
    """A rule while it is read; the sets of hosts are None for every host."""

    tokens: list[tuple[str, str]]
    place: int = 0
    paths: list[str] = field(default_factory=list)
    vague: bool = False
    """Its hosts cannot be listed: a pattern, or a branch for every host."""
    more: list[str] = field(default_factory=list)
    """Conditions beyond hosts and paths."""

    def take(self, *signs: str) -> str | None:
        """Return the next sign if it is one of these, and go on behind it."""
        if self.place < len(self.tokens):
            kind, value = self.tokens[self.place]
            if kind == "sign" and value in signs:
                self.place += 1
                return value
        return None

    def need(self, kind: str) -> str:
        """Return the value of the next token, which must be of that kind."""
        if self.place < len(self.tokens) and self.tokens[self.place][0] == kind:
            self.place += 1
            return self.tokens[self.place - 1][1]
        raise _NotReadError


def parse_rule(text: str) -> TraefikRule:
    """Return the hosts and paths of a rule of version 2 or 3.

    Sample: ``Host(`a.example.org`, `b.example.org`) && PathPrefix(`/api`)``

    Source: Traefik 2.11 and 3.3, Routers, "Rule".
    """
    reading = _Reading(list(_tokens(text)))
    try:
        hosts = _whole(reading)
    except _NotReadError:
        return TraefikRule(known=False, match=_shown(text))
    paths = tuple(dict.fromkeys(reading.paths))
    known = tuple(sorted(hosts or ()))
    if reading.vague:
        return TraefikRule(known, known=False, paths=paths, match=_shown(text))
    return TraefikRule(known, paths=paths, match=" && ".join(reading.more)[:MOST_TEXT] or None)


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    rest = text.rstrip()
    while place < len(rest):
        found = _TOKEN.match(rest, place)
        if found is None:
            yield "odd", rest[place]
            return
        group = found.lastgroup or ""
        yield ("text" if group in ("back", "double") else group), found[group]
        place = found.end()


def _whole(reading: _Reading) -> set[str] | None:
    """Return the hosts of a rule that is read to its end."""
    hosts = _either(reading, 0)
    if reading.place != len(reading.tokens):
        raise _NotReadError
    return hosts


def _either(reading: _Reading, depth: int) -> set[str] | None:
    """Return the hosts of branches with `||` between them."""
    branches = [_both(reading, depth)]
    while reading.take("||"):
        branches.append(_both(reading, depth))
    named = [hosts for hosts in branches if hosts is not None]
    if named and len(named) < len(branches):
        reading.vague = True
    return set().union(*named) if named else None


def _both(reading: _Reading, depth: int) -> set[str] | None:
    """Return the hosts of conditions with `&&` between them."""
    found = _one(reading, depth)
    while reading.take("&&"):
        more = _one(reading, depth)
        found = more if found is None else found if more is None else found & more
    return found


def _one(reading: _Reading, depth: int) -> set[str] | None:
    if depth > DEEPEST:
        raise _NotReadError
    if reading.take("!"):
        _negated(reading, depth + 1)
        return None
    if reading.take("("):
        found = _either(reading, depth + 1)
        if not reading.take(")"):
            raise _NotReadError
        return found
    return _matcher(reading)


def _negated(reading: _Reading, depth: int) -> None:
    """Read what must not be; hosts that are left out leave all others."""
    paths, more = len(reading.paths), len(reading.more)
    if _one(reading, depth) is not None:
        reading.vague = True
    inner = " && ".join(reading.more[more:]) or "…"
    del reading.paths[paths:], reading.more[more:]
    reading.more.append(f"!{inner}")


def _matcher(reading: _Reading) -> set[str] | None:
    name = reading.need("name")
    if not reading.take("("):
        raise _NotReadError
    values = [reading.need("text")]
    while reading.take(","):
        values.append(reading.need("text"))
    if not reading.take(")"):
        raise _NotReadError
    if name in _HOSTS:
        return {value.lower() for value in values}
    if name in _PATHS:
        reading.paths.extend(values)
    elif name in _HOST_PATTERNS:
        reading.vague = True
    else:
        shown = ", ".join(values) if name in _SHOWN else "…"
        reading.more.append(f"{name}({shown})")
    return None


def _shown(text: str) -> str:
    return _FROM_SECRET.sub(r"\1…", text)[:MOST_TEXT]
