"""What pages teach with: commands with their place, terms linked once, pages that may not exist."""

from heirbook.handbook.languages import catalogue
from heirbook.handbook.teaching import Command, Teaching
from heirbook.handbook.terms import TERMS
from heirbook.handbook.writer import Book, Writer
from heirbook.i18n import Catalogue

PATHS = frozenset({"glossary.md", "a.md", "b.md"})


def teaching(path: str = "takeover/x.md", language: str = "en") -> Teaching:
    return Teaching(Writer(Book(catalogue(language), PATHS), path))


def test_a_command_says_where_it_runs_and_what_it_does() -> None:
    text = teaching().run(Command("cp a b", "change", "upe"))
    assert text.splitlines()[0].startswith("**Where it runs: upe**")
    assert "hb-badge-change" in text
    assert text.splitlines()[2] == "<pre><code>cp a b</code></pre>"


def test_without_a_server_it_runs_on_the_readers_computer() -> None:
    assert "your computer" in teaching().run(Command("ssh upe"))
    assert "jūsų kompiuteryje" in teaching(language="lt").run(Command("ssh upe"))


def test_a_hostile_command_stays_one_block() -> None:
    text = teaching().run(Command("echo </code></pre>\n# x", server="a*b"))
    assert text.count("<pre>") == text.count("</pre>") == 1
    assert "\n# x" not in text
    assert "a*b" not in text


def test_only_the_first_use_of_a_term_is_a_link() -> None:
    own = teaching()
    assert own.term("log", "a diary") == "[a diary](../glossary.md#term-log)"
    assert own.term("log", "its diary") == "its diary"


def test_the_glossary_does_not_lead_to_itself() -> None:
    own = teaching("glossary.md")
    assert own.term("log") == "log"
    assert own.term_anchor("log") == '<span id="term-log"></span>'


def test_other_languages_are_marked_as_such() -> None:
    assert teaching().other_languages(TERMS["log"].word) == '<span lang="lt">žurnalas</span>'
    assert teaching(language="lt").other_languages("log") == '<span lang="en">log</span>'


def test_the_first_page_that_exists_is_offered() -> None:
    own = teaching()
    assert own.offered("x", "none.md", "b.md", "a.md") == "[x](../b.md)"
    assert own.offered("x", "none.md") == ""
    assert own.planned("a.md")
    assert not own.planned("none.md")


def test_a_text_that_is_not_translated_says_so() -> None:
    own = teaching()
    assert own.prose("day-0") == "prose/day-0.en.md.j2"
    assert own.prose_bar("day-0") == ""
    assert teaching(language="lt").prose("day-0") == "prose/day-0.lt.md.j2"
    foreign = Teaching(Writer(Book(Catalogue("xx"), PATHS), "x.md"))
    assert foreign.prose("day-0") == "prose/day-0.en.md.j2"
    assert "Not translated yet" in foreign.prose_bar("day-0")
