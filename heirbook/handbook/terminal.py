"""A page of the book as a terminal shows it: our own marks taken off, every value visible."""

import html
import re

from heirbook.text import Md, visible

PIECE = 400
"""Characters; fewer than a value may have before it is cut."""
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_BLOCK = re.compile(r"<pre><code>(.*?)</code></pre>")
_TAG = re.compile(r"</?[a-z][^<>]*>")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_BAR = re.compile(r'^!!! \S+ .*?"(.*)"$', re.MULTILINE)


def terminal_text(page: str) -> str:
    """Return the text of a page: commands indented, links as their words, nothing hidden.

    Values stand in a page as numeric references, so what looks like a mark here is one of ours.
    """
    text = _BLOCK.sub(lambda found: _indented(found[1]), _FRONT.sub("", page))
    text = _BAR.sub(lambda found: f"! {found[1]}", text)
    text = _LINK.sub(lambda found: found[1], _TAG.sub("", text)).replace("**", "")
    return "\n".join(_shown(line) for line in text.strip("\n").split("\n"))


def _indented(block: str) -> Md:
    return Md("\n".join(f"    {line}" for line in block.split("&#10;")))


def _shown(line: str) -> str:
    """Return a line with its values; piece by piece, since a command is not to be cut."""
    text = html.unescape(line) if "&#" in line else line
    return "".join(visible(text[at : at + PIECE]) for at in range(0, len(text), PIECE))
