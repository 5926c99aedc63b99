"""Text that is settled before the inline patterns reads as if they had gone over it."""

import pytest
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from heirbook.site.settled_text import SettledText
from heirbook.text import block, code, md

HOSTILE = "a_b*c`d`[e](f)<i>!&amp;\\ {x} ~~y~~ http://x.example"
TEXTS = (
    "plain words, 12:30, \u0161ilta",
    md(HOSTILE),
    code(HOSTILE),
    block("one\ntwo"),
    f'<span class="hb-badge hb-badge-ok">{md("a.b")}</span> and [a page](../b/c.md#d-1) after',
    f"[{code('x/y')}](x.md)[{md('a&b')}](#z)",
    "*strong* **words** `code` and [one](a.md 'title') ![image](b.png)",
    "[reference] and [one][two], <https://x.example>, a\\*b, &copy; &#xe9;",
    "1 < 2 > 1 & 3, <b>bold <i>both</i></b>, [broken](a b",
    "![a](b.md) <span class='x'>y</span> <br> [](a.md)",
    "two  \nlines",
)


def html(text: str, *extensions: object) -> str:
    return Markdown(extensions=["tables", "toc", *extensions]).convert(text)  # type: ignore[list-item]  # any extension


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("place", ["{}\n", "# {}\n", "- {}\n- x\n", "| a |\n| --- |\n| {} |\n"])
def test_a_page_is_the_same_with_and_without_it(text: str, place: str) -> None:
    page = place.replace("{}", text)
    assert html(page, SettledText()) == html(page)


def test_settled_text_is_kept_whole() -> None:
    parsed = Markdown(extensions=[SettledText()])
    parsed.convert(f"words {code(HOSTILE)} words")
    assert parsed.htmlStash.html_counter == 1


class _Loud(Treeprocessor):
    def run(self, root: object) -> None:
        for element in root.iter():  # type: ignore[attr-defined]  # an element of whatever kind
            element.text = element.text and element.text.upper()


def test_another_extensions_step_sees_the_text_as_ever() -> None:
    parsed = Markdown(extensions=[SettledText()])
    parsed.treeprocessors.register(_Loud(parsed), "loud", 15)
    assert parsed.convert("plain words") == "<p>PLAIN WORDS</p>"
    assert parsed.convert(f"words {code('x')}").startswith("<p>WORDS ")
