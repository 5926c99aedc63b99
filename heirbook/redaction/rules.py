"""The rules that find a secret value in text, each with the kind it reports."""
# ruff: noqa: RUF001  the brackets of our forms are meant

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from heirbook.redaction.allowed import ALLOWED
from heirbook.redaction.harmless_values import is_harmless, is_tag_or_port, is_wording
from heirbook.redaction.long_rules import find_long
from heirbook.redaction.secret_words import is_secret_like, is_secret_option
from heirbook.redaction.shares import SHORTEST_SHARE

WINDOW = 4096
OVERLAP = 512


@dataclass(frozen=True)
class Match:
    """Where a value stands, and of which kind it is."""

    kind: str
    start: int
    end: int


Accept = Callable[[re.Match[str], str, bool], bool]
"""Found, its value, whether the gate asks: does it count?"""


@dataclass(frozen=True)
class Rule:
    """A pattern whose named group holds the value; the groups that may are tried in their order."""

    kind: str
    pattern: re.Pattern[str]
    accept: Accept
    rest: re.Pattern[str]
    """What belongs to a value that the end of a window cut."""
    named: Callable[[str], bool] | None = None
    """Whether the name in group `key` tells of a secret. Then the value is what stands after the
    match: not a part of it, since a harmless value may hold the next name (`?x=1&token=…`)."""


_WORD_REST = re.compile(r"[^\s\"'<>]*+")
_LINE_REST = re.compile(r"[^\n\"]*+")
# in quotes, in quotes that are escaped themselves (JSON in JSON), a YAML block, or bare
_VALUE = re.compile(
    r"\"(?P<double>(?:[^\"\\\n]|\\.)*+)|'(?P<single>[^'\n]*+)|\\{1,3}[\"'](?P<escaped>[^\"'\\\n]*+)"
    r"|[|>][+-]?[ \t]{0,8}\n[ \t]{1,32}(?P<below>[^\n]*+)|(?P<bare>[^\s\"'][^\s\"']*+)"
)
_QUOTE = r"\\{0,3}[\"']?"


def _take_assigned(found: re.Match[str], value: str, gate: bool) -> bool:  # noqa: FBT001  one signature
    if is_harmless(value):
        return False
    direct = found["between"] == ":" and found.string[found.end() : found.end() + 1] not in "\"'|>"
    if direct and (is_tag_or_port(value) or value.startswith("//")):
        return False
    return not (gate and is_wording(value, after_blank=":" in found["between"]))


def _take_option(found: re.Match[str], value: str, gate: bool) -> bool:  # noqa: FBT001  one signature
    if value.startswith("-") or is_harmless(value):
        return False
    return not (gate and is_wording(value, after_blank="=" not in found["between"]))


def _take_short(found: re.Match[str], value: str, gate: bool) -> bool:  # noqa: FBT001  one signature
    if gate or is_harmless(value) or re.fullmatch(r"[0-9:.]+", value):
        return False
    return not ALLOWED.has_option(found[0].split("=")[0].lstrip("-"))


def _take_login(_found: re.Match[str], value: str, gate: bool) -> bool:  # noqa: FBT001  one signature
    return not (is_harmless(value) or (gate and is_wording(value, after_blank=False)))


def _take_header(_found: re.Match[str], value: str, gate: bool) -> bool:  # noqa: FBT001  one signature
    if gate and all(is_wording(word, after_blank=True) for word in value.split()[:3]):
        return False
    return not is_harmless(value)


def _take_command(found: re.Match[str], value: str, gate: bool) -> bool:  # noqa: FBT001  one signature
    needs_colon = found["letter"] == "u"
    return gate and not is_harmless(value) and (not needs_colon or ":" in value)


def _take(_found: re.Match[str], _value: str, _gate: bool) -> bool:  # noqa: FBT001  one signature
    return True


_PROGRAMS = (
    "curl|mariadb|mariadb-admin|mariadb-dump|mysql|mysqladmin|mysqldump|redis-cli|sshpass|wget"
)
RULES = (
    Rule(
        "header",
        re.compile(
            r"(?i)(?<![\w-])(?:(?:proxy-)?authorization|(?:set-)?cookie|x-api-key)"
            + _QUOTE + r"[ \t]{0,8}[:=][ \t]{0,8}" + _QUOTE + r"(?P<value>[^\s\"'<][^\n\"'<]*+)"
        ),
        _take_header, _LINE_REST,
    ),
    Rule(
        "url",
        re.compile(r"://[^\s/:@?#\"'<>]{0,128}+:(?P<value>[^\s/\"'<>]{1,256})@"),
        _take_login, re.compile(""),
    ),
    Rule(
        "token",
        re.compile(
            r"(?<![A-Za-z0-9])(?P<value>gh[pos]_[A-Za-z0-9]{16,255}|github_pat_\w{20,255}"
            r"|glpat-[\w-]{16,255}|xox[abp]-[A-Za-z0-9-]{10,255}|sk_live_[A-Za-z0-9]{10,255}"
            r"|A(?:KIA|SIA)[A-Z0-9]{16}(?![A-Z0-9])"
            r"|eyJ[\w-]{8,4096}\.[\w-]{8,4096}(?:\.[\w-]{0,4096})?|eyJ[A-Za-z0-9+/_-]{48,4096}={0,2}"
            r"|hooks\.slack\.com/services/[\w/-]{8,255}|discord(?:app)?\.com/api/webhooks/[\w/-]{8,255}"
            r"|api\.telegram\.org/bot[\w:-]{8,255}|[\w.-]{1,64}\.webhook\.office\.com/[\w/@-]{8,255})"
        ),
        _take, re.compile(r"[\w/+=.-]*+"),
    ),
    Rule(
        "hash",
        re.compile(r"(?P<value>\$(?:1|2[aby]|5|6|apr1|y)\$[A-Za-z0-9./$=,+-]{8,256})"),
        _take, re.compile(r"[A-Za-z0-9./$=,+-]*+"),
    ),
    Rule(
        "flag",
        re.compile(r"(?<![\w-])--?(?P<key>[A-Za-z][\w.-]++)(?P<between>=|[ \t]{1,8})"),
        _take_option, _WORD_REST, is_secret_option,
    ),
    Rule(
        "assign",
        re.compile(
            r"(?<![\w.-])(?P<key>[A-Za-z_][\w.-]*+)" + _QUOTE
            + r"(?P<between>[ \t]{0,8}(?::=|=>|[=:])[ \t]{0,8})"
        ),
        _take_assigned, _WORD_REST, is_secret_like,
    ),
    Rule(
        "short-flag",
        re.compile(r"(?<!\S)-[pakuw](?P<value>[^\s=‹-]\S{3,}+)"),
        _take_short, _WORD_REST,
    ),
    Rule(
        "short-flag",
        re.compile(
            rf"(?<![\w-])(?:{_PROGRAMS})[ \t](?:[^\n|;&\s]{{1,128}}+[ \t]{{1,8}}){{0,12}}?"
            r"-(?P<letter>[pauw])[ \t]{0,1}[\"']?(?P<value>[^\s\"'=‹<-][^\s\"'<]{3,}+)"
        ),
        _take_command, _WORD_REST,
    ),
)  # fmt: skip

_TRIGGER = re.compile(r"[=:$‹_-]|AKIA|ASIA|eyJ|b3Blbn|[Hh]ook|PRIVATE|[0-9A-Fa-f]{32}")
_PROSE_KEY = re.compile(r":[ \t]+\Z")


def may_match(text: str) -> bool:
    """Return whether any rule could match: a quick look that spares most short texts the rules."""
    return len(text) >= SHORTEST_SHARE or _TRIGGER.search(text) is not None


def matches(text: str, *, gate: bool = False) -> Iterator[Match]:
    """Yield what looks secret, from left to right and without overlaps.

    The gate asks for what a person's page would not hold by its own wording; on arrival more
    counts, since a fact lost costs less than a value kept.
    """
    yield from merged([*long_matches(text), *short_matches(text, gate=gate)])


def merged(found: Iterable[Match]) -> Iterator[Match]:
    """Yield the matches in order, those that overlap as one of the kind that begins first."""
    last: Match | None = None
    for match in sorted(found, key=lambda match: match.start):
        if last is None or match.start >= last.end:
            if last is not None:
                yield last
            last = match
        elif match.end > last.end:
            last = replace(last, end=match.end)
    if last is not None:
        yield last


def long_matches(text: str) -> Iterator[Match]:
    """Yield what can only be told from the whole text, in no order."""
    for kind, start, end in find_long(text):
        yield Match(kind, start, end)


def short_matches(text: str, *, gate: bool = False) -> Iterator[Match]:
    """Yield what can be told from a line and the one below it, in no order."""
    for begin in range(0, max(len(text) - OVERLAP, 1), WINDOW - OVERLAP):
        limit = min(begin + WINDOW, len(text))
        for rule in RULES:
            yield from _in_window(rule, text, (begin, limit), gate=gate)


def _in_window(rule: Rule, text: str, window: tuple[int, int], *, gate: bool) -> Iterator[Match]:
    done = window[0]
    for found in rule.pattern.finditer(text, *window):
        if found.start() < done or (rule.named and not rule.named(found["key"])):
            continue
        holder = _VALUE.match(text, found.end(), window[1]) if rule.named else found
        group = holder.lastgroup if holder and rule.named else "value"
        if holder is None or group is None:
            continue
        start, end = holder.span(group)
        if end == window[1]:
            end = _end(rule.rest if group in {"bare", "value"} else _LINE_REST, text, end)
        elif group == "bare" and not gate and _is_sentence(found):
            end = _end(_LINE_REST, text, end)
        if end > start and rule.accept(found, text[start:end], gate):
            yield Match(rule.kind, start, end)
            done = end


def _end(rest: re.Pattern[str], text: str, start: int) -> int:
    found = rest.match(text, start)
    return found.end() if found else start


def _is_sentence(found: re.Match[str]) -> bool:
    """Return whether the value may go on to the end of the line: `passphrase: correct horse`."""
    return _PROSE_KEY.search(found["between"]) is not None
