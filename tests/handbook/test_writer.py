"""The functions of templates: what they return for good values, bad values and none."""

import pytest

from heirbook.handbook.languages import catalogue
from heirbook.handbook.phrases import BADGES
from heirbook.handbook.render import render
from heirbook.handbook.views.aged import Aged
from heirbook.handbook.writer import Book, Writer
from heirbook.inventory.record import Facts
from heirbook.inventory.section_state import Gap
from heirbook.text import Md
from tests.handbook.river import EARLIER, NOW, river

PATHS = frozenset({"index.md", "servers/upe.md", "unknown.md", "notes/a b.md"})


@pytest.fixture
def writer() -> Writer:
    """Return the functions of a server's page."""
    return Writer(Book(catalogue("en"), PATHS, {"os": "Operating system"}), "servers/upe.md", "upe")


def test_catalogue_text_is_markdown_and_its_values_are_not(writer: Writer) -> None:
    assert writer.t("a *{x}*", x="*b*") == "a *&#42;b&#42;*"
    assert writer.t("{x}", x="{y}") == "&#123;y&#125;"


def test_link_is_relative_to_the_page(writer: Writer) -> None:
    assert writer.link("x", "unknown.md#a") == "[x](../unknown.md#a)"
    assert writer.link("x", "servers/upe.md") == "[x](upe.md)"
    assert writer.link("x]", "notes/a b.md") == "[x&#93;](../notes/a%20b.md)"


def test_link_to_no_page_is_text(writer: Writer) -> None:
    assert writer.link("x", "servers/gone.md") == "x"


def test_address_outside_is_a_link_only_when_harmless(writer: Writer) -> None:
    assert 'rel="noopener noreferrer"' in writer.url("https://example.org/")
    assert "<a" not in writer.url("javascript:alert(1)")
    assert writer.url("javascript:x") == "javascript&#58;x"


def test_missing_fact_leads_to_the_unknown_page_and_is_counted(writer: Writer) -> None:
    assert writer.known("x", "section:os") == "x"
    text = writer.known(None, "section:os")
    assert text.startswith('<span class="hb-unknown">[not known](../unknown.md#ask-')
    assert writer.known("", "section:os", "pi") != text
    assert writer.known(0, "section:os") == "0"
    assert (writer.asked, [ask.subject for ask in writer.missing]) == (4, ["upe", "pi"])


def test_yes_no_and_unknown_are_three_answers(writer: Writer) -> None:
    answers = [writer.yes_no(value, "section:os") for value in (True, False, None)]
    assert answers[:2] == ["yes", "no"]
    assert "not known" in answers[2]


def test_nothing_joined_is_said(writer: Writer) -> None:
    assert writer.joined(()) == "none"
    assert writer.joined(("a", "b|c")) == "a, b&#124;c"


@pytest.mark.parametrize("kind", BADGES)
def test_badge_has_a_word_and_a_look(writer: Writer, kind: str) -> None:
    assert writer.badge(kind).startswith(f'<span class="hb-badge hb-badge-{kind}">')
    assert not writer.badge(kind).endswith("></span>")


def test_badge_of_a_strange_value_has_the_plain_look(writer: Writer) -> None:
    strange = writer.badge('x" onclick="y')
    assert strange.startswith('<span class="hb-badge hb-badge-plain">')
    assert '"y' not in strange


@pytest.mark.parametrize(
    ("kibibytes", "text"),
    [
        (0, "0 KiB"),
        (500, "500 KiB"),
        (1024, "1.0 MiB"),
        (39_373_240, "38 GiB"),
        (2**31, "2.0 TiB"),
    ],
)
def test_sizes_read_as_people_say_them(writer: Writer, kibibytes: int, text: str) -> None:
    assert writer.size(kibibytes) == text


def test_marks_are_words_and_not_only_colours(writer: Writer) -> None:
    assert writer.fact("x") == '<span class="hb-fact"><b>seen:</b> x</span>'
    assert writer.decision("x") == '<span class="hb-decision"><b>decided:</b> x</span>'
    assert writer.guess("x") == '<span class="hb-guess"><b>guessed:</b> x</span>'


def test_moments_name_their_zone_and_days_do_not(writer: Writer) -> None:
    assert writer.when(NOW) == "2026-11-20 02:10 UTC"
    assert writer.when(NOW.date()) == "2026-11-20"


@pytest.mark.parametrize("name", ["upe", "Upės žinynas", "a.b_c (d)-1"])
def test_plain_names_stand_in_headings(writer: Writer, name: str) -> None:
    assert writer.plain_heading(name) == name


@pytest.mark.parametrize("name", ["<b>", "a\nb", "", " a", "x" * 81, "a\u202eb", "a#b", "`a`"])
def test_other_names_become_slugs_in_headings(writer: Writer, name: str) -> None:
    assert set(writer.plain_heading(name)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_section_without_a_title_shows_its_id(writer: Writer) -> None:
    assert writer.section("os") == "Operating system"
    assert writer.section("x<") == "<code>x&#60;</code>"


def test_bar_says_why_since_when_and_what_is_lost(writer: Writer) -> None:
    view = Aged[Facts](
        "users",
        "upe",
        "partial",
        since=EARLIER,
        need="root",
        loss="login flags",
        gaps=tuple(Gap(kind="denied", path=f"/etc/{n}") for n in range(7)),
    )
    bar = writer.bar(view)
    assert bar.startswith('!!! warning hb-bar hb-partial "Read in part"\n\n    Only a part')
    assert "since 2026-11-11 02:10 UTC" in bar
    assert "What is lost: login flags." in bar
    assert "<code>root</code>" in bar
    assert "2 more gaps." in bar
    assert bar.count("\n") == 3


@pytest.mark.parametrize("state", ["ok", "never"])
def test_no_bar_where_nothing_is_wrong_or_nobody_asked(writer: Writer, state: str) -> None:
    view = Aged[Facts]("os", "upe", "ok" if state == "ok" else "never")
    assert writer.bar(view) == Md("")


def test_every_class_of_the_pages_has_its_style() -> None:
    made = render(river(), "en")
    style = made["assets/heirbook/heirbook.css"]
    assert isinstance(style, bytes)
    for name in (
        "hb-purpose",
        "hb-seen",
        "hb-unknown",
        "hb-decision",
        "hb-guess",
        "hb-badge",
        "hb-map",
    ):
        assert f".{name}".encode() in style
        assert any(name in text for text in made.values() if isinstance(text, str)), name
