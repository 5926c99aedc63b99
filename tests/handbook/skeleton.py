"""What a page becomes as HTML: its structure without data, and its text."""

import re
from collections import Counter
from collections.abc import Sequence
from html.parser import HTMLParser

import markdown

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"}
)
GEOMETRY = frozenset({"d", "height", "viewbox", "width", "x", "y"})
OWN_ID = re.compile(r"[A-Za-z0-9_.-]+")
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)

SITE: tuple[str, ...] = (
    "admonition",
    "tables",
    "toc",
    "def_list",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.tasklist",
)
"""The extensions of a new workspace's mkdocs.yml."""
EVERYTHING: tuple[str, ...] = (
    *SITE,
    "abbr",
    "attr_list",
    "footnotes",
    "md_in_html",
    "nl2br",
    "sane_lists",
    "smarty",
    "wikilinks",
    "pymdownx.arithmatex",
    "pymdownx.b64",
    "pymdownx.betterem",
    "pymdownx.blocks.admonition",
    "pymdownx.blocks.definition",
    "pymdownx.blocks.details",
    "pymdownx.blocks.html",
    "pymdownx.blocks.tab",
    "pymdownx.caret",
    "pymdownx.critic",
    "pymdownx.emoji",
    "pymdownx.escapeall",
    "pymdownx.inlinehilite",
    "pymdownx.keys",
    "pymdownx.magiclink",
    "pymdownx.mark",
    "pymdownx.pathconverter",
    "pymdownx.progressbar",
    "pymdownx.saneheaders",
    "pymdownx.smartsymbols",
    "pymdownx.snippets",
    "pymdownx.tilde",
)


class Page(HTMLParser):
    """A parsed page: its elements in order, each with its ancestors, and all of its text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element with its ancestors."""
        shown = " ".join(f"{name}={_attribute(name, value or '')}" for name, value in sorted(attrs))
        if tag != "tspan":  # a label in rows: as many as its length asks for
            self.elements.append(f"{'>'.join(self.open)}>{tag} {shown}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element; only the innermost open one may be."""
        if tag in VOID:
            return
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.words.append(data)

    @property
    def text(self) -> str:
        """Return all text."""
        return "".join(self.words)

    @property
    def counts(self) -> Counter[str]:
        """Return how often each element stands in its place."""
        return Counter(self.elements)


def _attribute(name: str, value: str) -> str:
    """Return an attribute without what comes from names of data: our own ids."""
    if name == "id":
        assert OWN_ID.fullmatch(value), f"a strange id: {value!r}"
        return "…"
    if name in GEOMETRY:
        return re.sub(r"[0-9]+", "#", value)
    return value.partition("#")[0] if name == "href" else value


def pages(texts: dict[str, str], extensions: Sequence[str]) -> dict[str, Page]:
    """Return the pages as a site generator would make them."""
    converter = markdown.Markdown(extensions=list(extensions))
    found = {}
    for path, text in texts.items():
        body = FRONT_MATTER.sub("", text) if path.endswith(".md") else text
        html = converter.reset().convert(body) if path.endswith(".md") else body
        found[path] = Page(html)
    return found
