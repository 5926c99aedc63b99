"""What the strict split of a page into tags understands, and what it calls a stray."""

import pytest

from heirbook.site.html_scan import Tag, scan, tags_of, take_apart


def test_equal_tags_count_once_and_text_does_not_count() -> None:
    found = scan("<p>a</p><p>b &lt;i&gt;</p><br/>")
    assert found.tags == {"<p>", "<br/>"}
    assert found.strays == 0


def test_a_tag_is_taken_apart_as_a_browser_does() -> None:
    tag = take_apart("""<A HREF='x&amp;y' class=z data-n="a>b" HREF="late" hidden>""")
    assert tag == Tag("a", {"href": "x&y", "class": "z", "data-n": "a>b", "hidden": ""})


def test_blocks_carry_their_text() -> None:
    found = scan('<script>a<b</script><style media="x">p{}</style>')
    assert [(block.tag, block.text) for block in found.blocks] == [
        ("script", "a<b"),
        ("style", "p{}"),
    ]
    assert found.strays == 0


@pytest.mark.parametrize(
    "page",
    [
        "1 < 2",
        "<p",
        '<p title="<b>">',
        "<p/onclick=x>",
        '<p "x">',
        "<![CDATA[x]]>",
        "<?php x ?>",
        "<!-- <p> -->",
        "<!--> <script>x</script> -->",
        "<!-->x",
        "<p title='a\"><img src=x>",
        "<script>never closed",
        "</p onclick=x>",
        "<\x00p>",
    ],
)
def test_what_a_browser_might_read_otherwise_is_a_stray(page: str) -> None:
    assert scan(page).strays > 0


def test_the_attributes_of_an_element_are_gathered_over_pages() -> None:
    assert tags_of(["<p id=a>", '<p class="b">']) == {"p": frozenset({"id", "class"})}
