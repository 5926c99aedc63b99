"""A Markdown extension that spares our own escaped text all the inline patterns."""

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString, Registry

_BEFORE_INLINE = 21
# what can begin inline markup, or means something to the serialiser, is not plain
_WORDS = r"[^\n`\\!\[\]<>&*_{}~=^|]+|&#[0-9]{1,7};"
_TAG = r'</?(?:b|code|span)>|<span (?:class|id)="[A-Za-z0-9 -]+">'
_TEXT = rf"(?:{_WORDS}|{_TAG})*+"
_LINK = re.compile(r"\[([^\]]*)\]\(([A-Za-z0-9./#-]+)\)")
_SETTLED = re.compile(
    rf"{_TEXT}(?:\[(?:{_WORDS}|{_TAG})++\]\([A-Za-z0-9./#-]+\){_TEXT})*+", re.DOTALL
)

# with any other, text may mean what it does not mean to these
_PATTERNS = (
    *("backtick", "escape", "reference", "link", "image_link", "image_reference"),
    *("short_reference", "short_image_ref", "autolink", "automail", "linebreak", "html", "entity"),
    *("not_strong", "em_strong", "em_strong2"),
)
_PROCESSORS = (
    *("settled-text", "inline", "prettify", "unescape", "toc", "indent-highlight", "task-list"),
    *("mkdocs_extract_anchors", "relpath", "mkdocs_extract_title"),
)


class SettledText(Extension):
    """Adds the step before the inline patterns; where others were added too, it does nothing."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  Python-Markdown's name
        """Register the step."""
        md.treeprocessors.register(_Settler(md), "settled-text", _BEFORE_INLINE)


class _Settler(Treeprocessor):
    """Puts text of words, character references, our tags and plain links in place as it is."""

    def run(self, root: Element) -> None:
        """Settle what can be; the inline patterns leave such text alone."""
        if not _only(self.md.inlinePatterns, _PATTERNS):
            return
        if not _only(self.md.treeprocessors, _PROCESSORS):
            return
        for element in list(root.iter()):
            text = element.text
            if text and not isinstance(text, AtomicString) and _SETTLED.fullmatch(text):
                self._settle(element, text)

    def _settle(self, element: Element, text: str) -> None:
        first, *rest = _LINK.split(text)
        element.text = self._raw(first)
        for number in range(0, len(rest), 3):
            label, target, after = rest[number : number + 3]
            link = SubElement(element, "a", href=target)
            link.text = self._raw(label)
            link.tail = self._raw(after)

    def _raw(self, text: str) -> str:
        """Return the text, with markup in it as what stands for it until the page is whole."""
        return AtomicString(self.md.htmlStash.store(text) if "<" in text or "&" in text else text)


def _only(registry: Registry[Any], known: tuple[str, ...]) -> bool:
    return len(registry) == sum(name in registry for name in known)
