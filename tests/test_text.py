"""Every escaper against what is meant to break it."""

import csv
import io
import json
import re
import unicodedata
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heirbook import text
from heirbook.text import Md

HOSTILE_NAMES = Path(__file__).with_name("hostile_names.txt").read_text("utf-8").splitlines()
NAME = re.compile(r"[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?")
UNTIMED = settings(deadline=None)  # the machine may be busy
ANY_TEXT = st.text(st.characters(codec=None), max_size=200)
FORMULAS = ("=cmd()", "+1", "-1", "@sum", "\tx", "\rx", "\uff1dcmd()")


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("a\nb", r"a\nb"),
        ("a\tb\r", r"a\tb\r"),
        ("\x1b[31m", r"\x1b[31m"),
        ("\x9b31m", r"\x9b31m"),
        ("\x1b]8;;https://example.org\x07", r"\x1b]8;;https://example.org\x07"),
        ("\x1b]52;c;aGk=\x07", r"\x1b]52;c;aGk=\x07"),
        ("a\u202eb", r"a\u{202e}b"),
        ("zero\u200bwidth", r"zero\u{200b}width"),
        ("no\u00a0break", r"no\xa0break"),
        ("line\u2028end", r"line\u{2028}end"),
        ("\ud800", r"\u{d800}"),
        ("\ue000", r"\u{e000}"),
        ("\U000e0041", r"\u{e0041}"),
        ("\u3164", r"\u{3164}"),
        ("ąčęėįšųūž 例 🙂", "ąčęėįšųūž 例 🙂"),
        ("[bold]x[/bold] :smile:", "[bold]x[/bold] :smile:"),
    ],
)
def test_what_does_not_print_is_written_out(hidden: str, shown: str) -> None:
    assert text.visible(hidden) == shown


def test_a_long_value_is_cut_and_the_rest_counted() -> None:
    assert text.visible("a" * 500) == "a" * 500
    assert text.visible("a" * 503) == "a" * 500 + "… (+3)"


@UNTIMED
@given(ANY_TEXT)
def test_visible_text_is_one_line_and_can_always_be_written(value: str) -> None:
    shown = text.visible(value)
    shown.encode("utf-8")
    assert len(shown.splitlines()) <= 1
    assert all(unicodedata.category(c) not in {"Cc", "Cf", "Zl", "Zp"} for c in shown)


@UNTIMED
@given(ANY_TEXT)
def test_markdown_decodes_to_the_visible_text(value: str) -> None:
    escaped = text.md(value)
    assert unescape(escaped) == text.visible(value)
    assert all(c.isalpha() or c.isdigit() or c in " &#;" for c in escaped)


@UNTIMED
@given(ANY_TEXT)
def test_markdown_renders_as_one_paragraph_of_the_visible_text(value: str) -> None:
    html = markdown.markdown(f"x{text.md(value)}x", extensions=["extra", "admonition", "toc"])
    assert "<" not in html.removeprefix("<p>").removesuffix("</p>")
    assert unescape(html) == f"<p>x{text.visible(value)}x</p>"


@UNTIMED
@given(ANY_TEXT)
def test_a_block_is_one_line_and_keeps_its_line_ends(value: str) -> None:
    html = text.block(value)
    assert html.startswith("<pre><code>")
    assert "\n" not in html
    lines = unescape(html.removeprefix("<pre><code>").removesuffix("</code></pre>")).split("\n")
    assert lines == [text.visible(line) for line in value.split("\n")]


def test_a_block_may_be_long_and_ends_at_64_kib() -> None:
    assert unescape(text.block("a" * 60_000)) == f"<pre><code>{'a' * 60_000}</code></pre>"
    assert unescape(text.block("`" * 100_000)).endswith("`… (+34464)</code></pre>")


def test_code_holds_backticks_and_tags_as_text() -> None:
    html = markdown.markdown(f"run {text.code('`</code><b>*x*')}")
    assert html.count("<") == 4
    assert unescape(html) == "<p>run <code>`</code><b>*x*</code></p>"


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://example.org", "https://example.org"),
        ("HTTPS://Example.org:8443/a?b=1#c", "https://example.org:8443/a?b=1#c"),
        ("http://[2001:db8::1]:80/x", "http://[2001:db8::1]:80/x"),
        ("https://example.org/a b<c>", "https://example.org/a%20b%3Cc%3E"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/š", "https://example.org/%C5%A1"),
        ("https://š.example.org/", "https://xn--pga.example.org/"),
        ("mailto:anna@example.org", "mailto:anna@example.org"),
        ("tel:+370 600 00000", "tel:+37060000000"),
    ],
)
def test_a_harmless_address_is_kept_percent_encoded(address: str, safe: str) -> None:
    assert text.url(address) == safe


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org",
        "/path",
        "example.org",
        "https:example.org",
        "https:///x",
        "https://",
        r"https:\\example.org",
        "https://anna@example.org/",
        "https://anna:pw@example.org/",
        "https://example.org\u202e/",
        "https://example.org/\x00",
        "https://exa mple.org/",
        "https://example.org:99999/",
        "https://[::1",
        "https://<b>.example.org",
        "mailto:a@example.org?bcc=b@example.org",
        "https://example.org/" + "a" * 2048,
    ],
)
def test_any_other_address_is_text_without_a_link(address: str) -> None:
    assert text.url(address) is None
    assert text.link(address, address) == text.md(address)


def test_a_link_opens_nothing_else_and_keeps_safe_markdown() -> None:
    link = text.link(Md("<b>x</b>"), 'https://example.org/?a="&b=(c)')
    tree = ET.fromstring(markdown.markdown(link))  # noqa: S314  our own output
    anchor = tree[0]
    assert anchor.attrib == {
        "href": "https://example.org/?a=%22&b=(c)",
        "rel": "noopener noreferrer",
    }
    assert anchor[0].tag == "b"


def test_thirty_five_hostile_names_neither_collide_nor_escape() -> None:
    assert len(HOSTILE_NAMES) == 35
    slugs = [text.slug(name) for name in HOSTILE_NAMES]
    assert len({slug.casefold() for slug in slugs}) == 35
    for slug in slugs:
        assert NAME.fullmatch(slug), slug
        assert ".." not in slug
        assert slug.partition(".")[0] not in {"con", "nul", "index", "404", "assets", "search"}


@pytest.mark.parametrize("name", ["upe", "a", "web-1.example.org", "0", "x" * 63])
def test_a_usable_name_is_its_own_slug(name: str) -> None:
    assert text.slug(name) == name


@pytest.mark.parametrize("name", ["", "upe\n", "x" * 64, "a.b.c.d.e.f.g.h.i.j", "com0", "aux.org"])
def test_any_other_name_gets_the_hash_of_its_spelling(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]{1,48}-[0-9a-f]{8}", text.slug(name))


@UNTIMED
@given(ANY_TEXT)
def test_a_slug_is_always_a_usable_name_and_stays_as_it_is(name: str) -> None:
    slug = text.slug(name)
    assert NAME.fullmatch(slug)
    assert text.slug(slug) == slug


@UNTIMED
@given(st.lists(st.text("aA./\\- äß", max_size=8), unique=True, max_size=40))
def test_different_names_get_different_slugs(names: list[str]) -> None:
    assert len({text.slug(name) for name in names}) == len(names)


@UNTIMED
@given(ANY_TEXT)
def test_svg_text_parses_back_to_the_visible_text(value: str) -> None:
    tree = ET.fromstring(f'<text id="{text.xml(value)}">x{text.xml(value)}</text>')  # noqa: S314  our own output
    assert tree.text == f"x{text.visible(value)}"
    assert tree.attrib["id"] == text.visible(value)


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_formula_becomes_text(cell: str) -> None:
    assert text.csv_cell(cell) == f"'{text.visible(cell)}"


@UNTIMED
@given(st.lists(ANY_TEXT, min_size=2, max_size=5))
def test_csv_cells_parse_back_equal(cells: list[str]) -> None:
    file = io.StringIO()
    csv.writer(file).writerow([text.csv_cell(cell) for cell in cells])
    file.seek(0)
    (row,) = csv.reader(file)
    assert [cell.removeprefix("'") for cell in row] == [
        text.visible(cell).removeprefix("'") for cell in cells
    ]


@UNTIMED
@given(ANY_TEXT)
def test_a_prometheus_label_parses_back_equal(value: str) -> None:
    label = text.prometheus_label(value)
    assert re.fullmatch(r'(?:[^"\\\n]|\\["\\])*', label)
    assert re.sub(r'\\(["\\])', r"\1", label) == text.visible(value)


@UNTIMED
@given(st.dictionaries(st.text(), st.lists(st.text())))
def test_json_in_a_script_parses_back_equal(value: dict[str, list[str]]) -> None:
    script = text.json_for_script(value)
    script.encode("utf-8")
    assert not set("<>&\u2028\u2029") & set(script)
    assert json.loads(script) == value


def test_half_a_character_in_json_is_escaped() -> None:
    assert text.json_for_script("a\ud800") == r'"a\ud800"'


def test_a_closing_tag_in_json_closes_nothing() -> None:
    assert text.json_for_script(["</script><!--"]) == r'["\u003c/script\u003e\u003c!--"]'
