"""The index's way to take pages apart finds what the theme's own parser finds."""

import pytest
from material.plugins.search.plugin import (  # type: ignore[import-untyped]  # it ships no types
    Parser,
)

from heirbook.site.search_index import PlainParser

PAGES = (
    '<h1 id="a">A <a class="headerlink" href="#a" title="x">&para;</a></h1>\n<p>b &amp; c&#46;</p>',
    '<h1 id="a">A</h1><h2 id="b">B &lt;x&gt;</h2><table>\n<tr><td><code>d</code></td></tr></table>',
    '<p>before</p><h3 id="x">X</h3><ul>\n<li>one</li>\n<li><p></p></li></ul><img src="a.png" />e',
    '<h1 id="a">A</h1><pre><code>one\n  two\n</code></pre><hr><br/>after <sub>x</sub>',
    '<div data-search-exclude><p>hidden</p></div><div class="linenodiv"><p>1</p></div><p>seen</p>',
    '<h2 id="a">A</h2><svg viewBox="0 0 1 1"><text x="1">b</text></svg><P CLASS="X">c</P>',
    '<h1 id="a">A</h1><script>if (a<b) {}</script><style>p{}</style><p>x</p><!-- <p>c</p> --><p>y',
    "<p>1 < 2 and <3</p><p title='single'>x</p><p title=bare>y</p><p title=\"a>b\">z</p>",
    "<p>unclosed <b>text</p> tail &amp",
    "",
)


def sections(parser: Parser, page: str) -> list[tuple[object, ...]]:
    parser.feed(page)
    parser.close()
    return [
        (str(one), one.id, one.depth, one.title, one.text, one.is_excluded()) for one in parser.data
    ]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_divided_as_the_themes_parser_does(page: str) -> None:
    assert sections(PlainParser(), page) == sections(Parser(), page)
