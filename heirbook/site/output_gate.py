"""The output gate: what a finished site may run, load and contain, checked file by file."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from heirbook.site.html_scan import Block, Tag, scan, take_apart
from heirbook.site.markup import ANY, DRAWING, PRINTED, TAGS
from heirbook.site.policy import runs_inline, script_hash
from heirbook.site.reference import Reference

_LOADING = ("src", "srcset", "poster", "href", "xlink:href", "action", "formaction", "data")
_SCHEME = re.compile(r"\s*(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//|\\|/)")
_HARMLESS = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_CSS_LOAD = re.compile(r"url\(\s*['\"]?([^'\")]*)|@import\s+['\"]?([^'\";]+)", re.IGNORECASE)
_INVISIBLE = re.compile(r"[\x00-\x20]")


@dataclass(frozen=True, order=True)
class OutputHit:
    """One thing a file may not contain."""

    path: str
    rule: str
    detail: str

    def __str__(self) -> str:
        """Return the hit as it is printed."""
        return f"{self.path}: {self.rule}: {self.detail}"


def check_site(
    site: Path, reference: Reference, passed: Collection[str] = ()
) -> tuple[OutputHit, ...]:
    """Return everything that the site's pages and styles may not contain, sorted.

    Files that `passed` before, with the same reference, are left out.
    """
    gate = OutputGate(reference)
    hits: list[OutputHit] = []
    for file in sorted(site.rglob("*")):
        relative = file.relative_to(site).as_posix()
        if relative in passed:
            continue
        if file.suffix == ".html":
            hits += gate.page(relative, file.read_text("utf-8"))
        elif file.suffix == ".css":
            hits += _styles(relative, file.read_text("utf-8"))
        elif file.suffix == ".svg":
            hits += gate.drawing(relative, file.read_text("utf-8"))
    return tuple(sorted(hits))


class OutputGate:
    """Judges pages; a tag that was good once is good everywhere, so few are judged twice."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._theme = _merged(reference.tags, TAGS, DRAWING)
        self._paper = _merged(TAGS, DRAWING, PRINTED)
        self._drawn = _merged(DRAWING)
        self._good: dict[int, set[str]] = {}

    def page(self, path: str, page: str) -> list[OutputHit]:
        """Return what a page may not contain."""
        printed = path.startswith("print/") or "/print/" in path
        found = scan(page)
        hits = self._markup(path, found.tags, self._paper if printed else self._theme)
        if found.strays:
            hits.append(OutputHit(path, "markup", f"{found.strays} '<' that are no plain tag"))
        for block in found.blocks:
            hits += self._block(path, block)
        return hits

    def drawing(self, path: str, text: str) -> list[OutputHit]:
        """Return what a drawing of its own may not contain."""
        found = scan(re.sub(r"^\s*<\?xml[^<>]*\?>", "", text))
        hits = self._markup(path, found.tags, self._drawn)
        if found.strays or found.blocks:
            hits.append(OutputHit(path, "markup", "more than shapes and text"))
        return hits

    def _markup(
        self, path: str, tags: frozenset[str], allowed: dict[str, frozenset[str]]
    ) -> list[OutputHit]:
        good = self._good.setdefault(id(allowed), set())
        hits = []
        for text in tags - good:
            wrong = list(_judge(take_apart(text), allowed))
            hits += [OutputHit(path, rule, detail) for rule, detail in wrong]
            if not wrong:
                good.add(text)
        return hits

    def _block(self, path: str, block: Block) -> Iterator[OutputHit]:
        if block.tag == "style":
            if "<" in block.text:
                yield OutputHit(path, "markup", "a style that holds markup")
            yield from _styles(path, block.text)
        elif "application/json" in block.attributes:
            if "</" in block.text or not _parses(block.text):
                yield OutputHit(path, "json", "a data block that is no plain JSON")
        elif not runs_inline(block.attributes):
            if block.text.strip():
                yield OutputHit(path, "script", "a script with both a source and text")
        elif script_hash(block.text) not in self._reference.policy.script_hashes:
            yield OutputHit(
                path, "script", "an inline script (put it into a file and name it extra_javascript)"
            )


def _merged(*sets: Mapping[str, Collection[str]]) -> dict[str, frozenset[str]]:
    merged: dict[str, frozenset[str]] = {}
    for tags in sets:
        for name, attributes in tags.items():
            merged[name] = merged.get(name, frozenset(ANY)) | frozenset(attributes)
    return merged


def _judge(tag: Tag, allowed: dict[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """Yield rule and detail of everything wrong with a tag; values are not echoed."""
    known = allowed.get(tag.name)
    if known is None:
        yield "element", f"<{tag.name}>"
        return
    for name, value in tag.attributes.items():
        rule = _broken_rule(tag.name, name, value, name in known)
        if rule:
            yield rule, f"{name} of <{tag.name}>"


def _broken_rule(tag: str, name: str, value: str, known: bool) -> str | None:  # noqa: FBT001  one attribute's four facts
    """Return the rule that an attribute breaks, if any."""
    if name.startswith("on"):
        return "handler"
    if name == "http-equiv":
        return None if value == "Content-Security-Policy" else "attribute"
    if not known and not name.startswith(("data-", "aria-")):
        return "attribute"
    loads = name in _LOADING and not _loads_nearby(tag, name, value)
    return "load" if loads or (name == "style" and any(_styles("", value))) else None


def _loads_nearby(tag: str, attribute: str, value: str) -> bool:
    plain = _INVISIBLE.sub("", value)
    if tag == "a" and attribute == "href":
        return not _SCHEME.match(plain) or bool(_HARMLESS.match(plain))
    if attribute == "srcset":
        return all(_loads_nearby(tag, "src", part) for part in value.split(","))
    return not _SCHEME.match(plain) or plain.lower().startswith("data:image/")


def _styles(path: str, text: str) -> Iterator[OutputHit]:
    for found in _CSS_LOAD.finditer(text):
        target = (found[1] or found[2] or "").strip()
        if _SCHEME.match(target) and not target.lower().startswith("data:"):
            yield OutputHit(path, "load", "a style that loads from outside of the book")


def _parses(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
