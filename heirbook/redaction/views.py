"""The ways in which a file's text is read by the gate: raw, decoded, and string by string."""

import json
import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

MARKUP = frozenset({".htm", ".html", ".md", ".svg", ".xml"})
JSON_TEXT = frozenset({".json", ".webmanifest"})
JSON_LINES = frozenset({".jsonl"})
_ASSIGNED = re.compile(r"\s*(?:(?:var|let|const)\s+)?[\w.$]{1,80}\s*=\s*(?=[\[{])")
# attributes with a reference in them are decoded with the text, the raw view has the others
_TAG = re.compile(r"</?[A-Za-z!][^<>&]*>")
# in the raw text of JSON: the brackets of our forms, and blanks that end a value
_JSON_ESCAPES = re.compile(r"\\(?:u2039|u203a|[nrt])")
# between the members of an object or list: a generated file may be one line of a megabyte
_MEMBERS = re.compile(r"(?<=,)(?=[\"{\[])|(?<=[\[{])(?=[\"{\[])")
_MEMBER = re.compile(r'\s*"[^"\\]*":\s*(?:"|[0-9a-z])')
"""A line that holds one member of an object and no more, as our own files are indented."""
_PLAIN_NAME = re.compile(r"[A-Za-z_-]{1,40}")


Trail = tuple["Trail | None", str | int]
"""The way to a piece from the outside in: its last step, and the trail before it."""


@dataclass(frozen=True)
class View:
    """Pieces of a file's text, each with its place: `line 3` or `$.servers[0].name`."""

    pieces: Sequence[str]
    trails: Sequence[Trail] | None = None
    """None: each piece is a line."""
    markup: bool = False
    original: Sequence[str] | None = None
    """The raw pieces that these were decoded from, one for one."""

    def place(self, index: int) -> str:
        """Return where a piece stands."""
        return _place(self.trails[index]) if self.trails else f"line {index + 1}"

    def text(self) -> str:
        """Return all pieces, each on a line of its own."""
        return "\n".join(self.pieces)


def views(suffix: str, text: str, clean: Container[int] = ()) -> Iterator[View]:
    """Yield the views of a file by its suffix; the raw text is always the first.

    Lines whose hash is `clean` were judged in every view and are empty in the decoded one.
    """
    markup = suffix in MARKUP
    if suffix in JSON_TEXT | JSON_LINES | {".js"}:
        yield from _json_views(suffix, text)
        return
    lines = text.split("\n")
    known = [hash(line) in clean for line in lines] if markup else []
    yield View(lines, markup=markup)
    if markup:
        read = ["" if old else _read(line) for line, old in zip(lines, known, strict=True)]
        yield View(read, markup=True, original=lines)


def _json_views(suffix: str, text: str) -> Iterator[View]:
    pieces: list[str] = []
    trails: list[Trail] = []
    members: set[str] = set()
    for number, line in enumerate(text.split("\n"), 1):
        if _MEMBER.match(line):
            # thousands of objects share most of theirs; the items of a list may be one text
            if line in members:
                continue
            members.add(line)
        parts = _MEMBERS.split(_JSON_ESCAPES.sub(_unescaped, line))
        if suffix in JSON_LINES:
            parts = list(_fresh(parts, members))
        pieces += parts
        trails += [(None, f"line {number}")] * len(parts)
    yield View(pieces, trails, markup=True)
    strings = list(_strings(suffix, text))
    if strings:
        yield View([value for _, value in strings], [trail for trail, _ in strings], markup=True)


def _fresh(parts: Sequence[str], members: set[str]) -> Iterator[str]:
    """Yield the parts of a log's line but for members that stood in an earlier line."""
    for part in parts:
        if not _MEMBER.match(part):
            yield part
        elif part not in members:
            members.add(part)
            yield part


def _unescaped(found: re.Match[str]) -> str:
    return {"\\u2039": "\u2039", "\\u203a": "\u203a"}.get(found[0], " ")


def _read(line: str) -> str:
    return unescape(_TAG.sub(" ", line)) if "<" in line or "&" in line else line


def _strings(suffix: str, text: str) -> Iterator[tuple[Trail, str]]:
    if suffix in JSON_TEXT:
        yield from _walked("$", text, set())
    elif suffix in JSON_LINES:
        members = set[str]()  # the lines of a log have their keys and most of their texts in common
        for number, line in enumerate(text.split("\n"), 1):
            yield from _walked(f"line {number} $", line, members)
    elif suffix == ".js" and (start := _ASSIGNED.match(text)):
        yield from _walked("$", text[start.end() :].rstrip().rstrip(";"), set())


def _walked(place: str, text: str, members: set[str]) -> Iterator[tuple[Trail, str]]:
    try:
        document: Any = json.loads(text)  # any JSON; taken apart below
    except (ValueError, RecursionError):
        return  # the raw view has it all the same
    left: list[tuple[Trail, Any]] = [((None, place), document)]
    while left:
        trail, value = left.pop()
        if isinstance(value, str):
            read = _read(value)
            for way in (value,) if read == value else (value, read):
                yield from ((trail, line) for line in way.split("\n"))
        elif isinstance(value, dict):
            left += _new_members(trail, value, members)
        elif isinstance(value, list):
            left += [((trail, n), value[n]) for n in range(len(value) - 1, -1, -1)]


def _new_members(
    trail: Trail, value: dict[str, Any], members: set[str]
) -> Iterator[tuple[Trail, Any]]:
    """Yield the keys of an object and what they hold, but for texts that stood there before."""
    texts = [inner for inner in value.values() if isinstance(inner, str)]
    for key in value:
        if key not in members:
            yield trail, key
    for key, inner in reversed(value.items()):
        if not isinstance(inner, str) or inner not in members:
            yield (trail, key), inner
    members.update(value, texts)


def _place(trail: Trail) -> str:
    """Return a trail as it is written: `$.servers[0].name`; only a hit asks for it."""
    steps = []
    before, step = trail
    while before is not None:
        steps.append(f"[{step}]" if isinstance(step, int) else f".{_shown(step)}")
        before, step = before
    return str(step) + "".join(reversed(steps))


def _shown(key: str) -> str:
    return key if _PLAIN_NAME.fullmatch(key) else "*"  # a key can be a value in disguise
