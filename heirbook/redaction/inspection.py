"""What the gate finds in one file or text, and what of it the operator has waived."""
# ruff: noqa: RUF001  the brackets of our forms are meant

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from pathlib import Path, PurePosixPath

from heirbook.redaction.denylist import SHORTEST_VALUE, Denylist
from heirbook.redaction.fingerprint import fp8
from heirbook.redaction.harmless_values import is_harmless, is_wording
from heirbook.redaction.rules import Match, long_matches, merged, short_matches
from heirbook.redaction.second_scanner import SecondScanner
from heirbook.redaction.telling_lines import OWN_HINTS, line_starts, piece_at, telling_lines
from heirbook.redaction.views import View, views
from heirbook.redaction.waiver import Waiver
from heirbook.text import visible

BINARY = frozenset(
    {".age", ".eot", ".gif", ".gz", ".ico", ".jpeg", ".jpg", ".otf", ".pdf", ".png", ".ttf",
     ".wasm", ".webp", ".woff", ".woff2"}
)  # fmt: skip
_TOKEN_ENDS = re.compile(r"[\s\"'=:@/?&,;]+")
_MARKUP_ENDS = re.compile(r"[\s\"'=:@/?&,;<>()\[\]{}|`]+")
_BLOCK_BELOW = re.compile(r":[ \t]{0,8}[|>][+-]?\s{0,8}\Z")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<(?:a|abbr|code|div|img|p|span|td)\Z")
_LONGEST_ENDING = 24
_LONGEST_LINE = 512
_BY_NAME = frozenset(
    {"assign", "flag", "short-flag", "header", "url", "secret-keyword", "basic-auth-credentials"}
)
"""Rules that tell a secret by what stands before it; of the others the value speaks for itself."""

Found = tuple[int, str, str]
"""Index of the piece, rule, value."""


@dataclass(frozen=True)
class GateHit:
    """Something that looks like a secret, told without the value, its length or its line."""

    path: str
    place: str
    """`line 3`, `$.servers[0].name`, `file name` or `whole file`."""
    rule: str
    fp8: str

    def __str__(self) -> str:
        """Return the hit as it is printed."""
        return f"{visible(self.path)}: {self.place}: {self.rule} ‹redacted:{self.rule}:{self.fp8}›"


@dataclass(frozen=True)
class Terms:
    """What the gate judges by: the workspace's key, waivers and denylist, and the day."""

    key: bytes = field(repr=False)
    as_of: date
    waivers: tuple[Waiver, ...] = ()
    denylist: Denylist | None = None
    trusted: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Path and SHA-256 of files that came with a release, such as the theme's scripts."""


@dataclass
class Inspection:
    """One run of the gate; it remembers lines without a hit, since pages share most of theirs."""

    terms: Terms
    scanner: SecondScanner
    clean: set[int] = field(default_factory=set)

    def file(self, root: Path, path: str) -> Iterator[GateHit]:
        """Yield the hits in a file of the tree."""
        file = root / path
        if file.is_symlink() or not file.is_file():
            yield from self._unwaived([self._whole(path, "no-plain-file", path.encode())])
            return
        content = file.read_bytes()
        if self.terms.trusted.get(path) == hashlib.sha256(content).hexdigest():
            return
        if file.suffix.lower() in BINARY:
            yield from self._named(path)
        elif b"\0" in content:
            yield from self._unwaived([self._whole(path, "binary", content)])
        else:
            yield from self.text(path, content.decode("utf-8", "replace"))

    def text(self, path: str, text: str) -> Iterator[GateHit]:
        """Yield the hits in a text; the suffix of its path says how it is read."""
        named = list(self._named(path))
        yield from named
        shown = named[0].path if named else path
        hits: dict[GateHit, None] = {}
        suffix = PurePosixPath(path).suffix.lower()
        judged: list[tuple[Sequence[str], list[int], set[int]]] = []
        for view in views(suffix, text, self.clean):
            fresh = self._fresh(view.pieces)
            if view.original is None:
                judged.append((view.pieces, fresh, set()))
            dirty = judged[-1][2]  # a line of markup is clean when it is so in both of its views
            for index, rule, value in self._found(view, fresh):
                hits[GateHit(shown, view.place(index), rule, fp8(self.terms.key, value))] = None
                dirty.add(index)
        for pieces, fresh, dirty in judged:
            self._remember(pieces, fresh, dirty)
        yield from self._unwaived(hits)

    def _named(self, path: str) -> Iterator[GateHit]:
        for _, rule, value in self._found(View([path]), [0]):
            yield GateHit("‹redacted›", "file name", rule, fp8(self.terms.key, value))

    def _whole(self, path: str, rule: str, content: bytes) -> GateHit:
        print_of = fp8(self.terms.key, hashlib.sha256(content).hexdigest())
        return GateHit(path, "whole file", rule, print_of)

    def _unwaived(self, hits: Iterable[GateHit]) -> Iterator[GateHit]:
        for hit in hits:
            place = (hit.rule, hit.path, hit.fp8, self.terms.as_of)
            if not any(waiver.covers(*place) for waiver in self.terms.waivers):
                yield hit

    def _fresh(self, pieces: Sequence[str]) -> list[int]:
        return [n for n, known in enumerate(map(hash, pieces)) if known not in self.clean]

    def _found(self, view: View, fresh: Sequence[int]) -> list[Found]:
        lines = [view.pieces[n] for n in fresh]
        found = [(fresh[n], rule, value) for n, rule, value in self.scanner.hits(lines)]
        found += self._listed(fresh, lines)
        found += _own(view, fresh, lines)
        return _plain(found) if view.markup else found

    def _remember(self, lines: Sequence[str], fresh: Sequence[int], dirty: set[int]) -> None:
        self.clean.update(
            hash(lines[index])
            for index in fresh
            # a block's first line has its value below it
            if index not in dirty and not _opens_block(lines[index])
        )

    def _listed(self, fresh: Sequence[int], lines: Sequence[str]) -> Iterator[Found]:
        denylist = self.terms.denylist
        if denylist is None or not denylist.labels:
            return
        for index, line in zip(fresh, lines, strict=True):
            for token in _candidates(line):
                if denylist.contains(token):
                    yield index, "denylist", token


def _own(view: View, fresh: Sequence[int], lines: Sequence[str]) -> list[Found]:
    text = view.text()
    found = list(long_matches(text))
    telling = _with_block_values(telling_lines(lines, OWN_HINTS), lines)
    short = list(short_matches("\n".join(lines[n] for n in telling), gate=True))
    if not (found or short):
        return []
    starts, before = line_starts(view.pieces), line_starts(lines[n] for n in telling)
    for match in short:
        at = piece_at(before, match.start)
        shift = starts[fresh[telling[at]]] - before[at]
        found.append(Match(match.kind, match.start + shift, match.end + shift))
    return [
        (piece_at(starts, match.start), match.kind, text[match.start : match.end])
        for match in merged(found)
    ]


def _with_block_values(telling: Sequence[int], lines: Sequence[str]) -> list[int]:
    below = {n + 1 for n in telling if _opens_block(lines[n])}
    return sorted({*telling, *(n for n in below if n < len(lines))})


def _opens_block(line: str) -> bool:
    return ":" in line and _BLOCK_BELOW.search(line[-_LONGEST_ENDING:]) is not None


def _plain(found: Iterable[Found]) -> list[Found]:
    """Return the hits of markup by the value a reader sees: without what begins the next tag."""
    plain = []
    for index, rule, value in found:
        read = unescape(value)
        if rule in _BY_NAME:
            # tags may stand there as they are or, in a search index, as references
            read = _TAG.sub("", unescape(_TAG.sub("", value))).partition("`")[0]
            if is_harmless(read) or is_wording(read, after_blank=False):
                continue
        plain.append((index, rule, read))
    return plain


def _candidates(line: str) -> set[str]:
    """Return what could be a listed value: tokens by two ways to split, and the line itself."""
    tokens = {*_TOKEN_ENDS.split(line), *_MARKUP_ENDS.split(line), *line.split()}
    if len(line) <= _LONGEST_LINE:
        tokens.add(line.strip())
    tokens |= {token.rstrip(".!)") for token in tokens}
    return {token for token in tokens if len(token) >= SHORTEST_VALUE}
