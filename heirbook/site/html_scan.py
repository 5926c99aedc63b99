"""Splits a page into its tags, strictly: what a browser might read otherwise is an error."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape

_VALUE = r"""(?:"[^"<]*"|'[^'<]*'|[^\s"'=<>`]+)"""
_ATTRIBUTE = rf"""[^\s"'<>/=]+(?:\s*=\s*{_VALUE})?"""
_TAG = rf"<(?!script\b|style\b)[a-zA-Z][a-zA-Z0-9:-]*(?:\s+{_ATTRIBUTE})*\s*/?>"
_PIECE = re.compile(
    rf"<!doctype html>|<!--(?!>|->)[^<>]*?-->|<(script|style)((?:\s+{_ATTRIBUTE})*)\s*>"
    rf"(.*?)</\1>|{_TAG}|</[a-zA-Z][a-zA-Z0-9:-]*>",
    re.DOTALL | re.IGNORECASE,
)
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]*)")
_PAIR = re.compile(rf"""([^\s"'<>/=]+)(?:\s*=\s*({_VALUE}))?""")


@dataclass(frozen=True)
class Block:
    """A script or style element: its attributes as written, and its text."""

    tag: str
    attributes: str
    text: str


@dataclass(frozen=True)
class Scan:
    """The distinct tags of a page, its blocks, and whether all of it was understood."""

    tags: frozenset[str]
    blocks: tuple[Block, ...]
    strays: int
    """How many `<` belong to nothing that both we and a browser read the same way."""


@dataclass(frozen=True)
class Tag:
    """One opening tag taken apart; names in lower case, values with references decoded."""

    name: str
    attributes: Mapping[str, str]


def scan(page: str) -> Scan:
    """Return the page's tags and blocks; the same tag text counts once."""
    tags: set[str] = set()
    blocks: list[Block] = []
    understood = 0
    for piece in _PIECE.finditer(page):
        text = piece[0]
        understood += text.count("<")
        if piece[1] is not None:
            blocks.append(Block(piece[1].lower(), piece[2], piece[3]))
            tags.add(f"<{piece[1]}{piece[2]}>")
        elif text[1] not in "/!":
            tags.add(text)
    return Scan(frozenset(tags), tuple(blocks), page.count("<") - understood)


def take_apart(text: str) -> Tag:
    """Return name and attributes of an opening tag.

    Sample: `<a href="x.html" class=md-nav__link>`. The first of two equal attributes counts, as
    in a browser.
    """
    name = _NAME.match(text)
    rest = text[name.end() :].rstrip(">").rstrip("/") if name else ""
    attributes: dict[str, str] = {}
    for found in _PAIR.finditer(rest):
        attributes.setdefault(found[1].lower(), unescape((found[2] or "").strip("\"'")))
    return Tag(name[1].lower() if name else "", attributes)


def tags_of(pages: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the attributes that each element carries somewhere in the pages."""
    found: dict[str, set[str]] = {}
    for page in pages:
        for text in scan(page).tags:
            tag = take_apart(text)
            found.setdefault(tag.name, set()).update(tag.attributes)
    return {name: frozenset(attributes) for name, attributes in found.items()}
