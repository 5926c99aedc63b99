"""The theme's search index, its pages taken apart by one pattern instead of letter by letter."""

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

from material.plugins.search.plugin import Parser, SearchIndex  # type: ignore[import-untyped]  # it ships no types
from mkdocs.structure.pages import Page

_Kept = Callable[[Page], list[dict[str, Any]] | None]
_ATTRIBUTE = r'[^\s"\'<>/=]+(?:="[^"<>]*")?'
_PIECE = re.compile(
    rf"([^<]+)|<([a-zA-Z][a-zA-Z0-9-]*)((?:\s+{_ATTRIBUTE})*)\s*(/?)>|</([a-zA-Z][a-zA-Z0-9-]*)>|(<)"
)
_PAIR = re.compile(r'([^\s"\'<>/=]+)(?:="([^"<>]*)")?')
# after these tags, and within comments and declarations, other rules hold
_OTHER_RULES = re.compile(
    r"<(?:script|style|textarea|title|iframe|no|xmp|plain|[!?])", re.IGNORECASE
)


class PlainIndex(SearchIndex):  # type: ignore[misc]  # the theme's plugin has no types
    """Holds the entries that the theme's own index would hold."""

    def __init__(self, **config: Any) -> None:  # noqa: ANN401  the theme's settings, untyped there
        super().__init__(**config)
        self.kept: _Kept = lambda _: None
        """Returns the entries of a page that was finished before."""
        self.fresh: dict[str, list[dict[str, Any]]] = {}
        """The entries of the other pages, by path."""

    def add_entry_from_context(self, page: Page) -> None:
        """Add the sections of a page, unless its front matter excludes it from search."""
        kept = self.kept(page)
        if kept is not None:
            self.entries += kept
            return
        before = len(self.entries)
        self._add_sections(page)
        self.fresh[page.file.src_uri] = self.entries[before:]

    def fresh_json(self) -> str:
        """Return the index as if it held nothing but what was not there before."""
        entries = [entry for page in self.fresh.values() for entry in page]
        return json.dumps({"config": self.config, "docs": entries}, default=str)

    def _add_sections(self, page: Page) -> None:
        if (page.meta.get("search") or {}).get("exclude"):
            return
        parser = PlainParser()
        parser.feed(page.content or "")
        parser.close()
        for section in parser.data:
            if not section.is_excluded():
                self.create_entry_for_section(section, page.toc, page.url, page)


class PlainParser(Parser):  # type: ignore[misc]  # the theme's plugin has no types
    """Divides a page like the theme's parser; only the way to its tags is shorter."""

    def feed(self, data: str) -> None:
        """Take a whole page apart; what is not written plainly goes the long way."""
        pieces = [] if _OTHER_RULES.search(data) else _PIECE.findall(data)
        if not pieces or any(piece[5] for piece in pieces):
            super().feed(data)
            return
        for text, opened, attributes, closed, ended, _ in pieces:
            if text:
                self.handle_data(unescape(text))
            elif ended:
                self.handle_endtag(ended.lower())
            else:
                self.handle_starttag(opened.lower(), _pairs(attributes))
                if closed:
                    self.handle_endtag(opened.lower())


def _pairs(attributes: str) -> list[tuple[str, str | None]]:
    if not attributes:
        return []
    return [
        (found[1].lower(), found[2] if found[2] is None else unescape(found[2]))
        for found in _PAIR.finditer(attributes)
    ]
