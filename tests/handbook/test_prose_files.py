"""Prose is whole files: every language has each of them, and a stale or missing one says so."""

import re
from html import unescape

import pytest
from jinja2 import nodes

from heirbook.handbook.environment import environment
from heirbook.handbook.languages import languages
from heirbook.handbook.prose_files import body_hash, prose_of, prose_templates
from tests.handbook.test_templates import SUMS, TWICE

NAMES = sorted({name.split(".")[0].removeprefix("prose/") for name in prose_templates()})


def calls(name: str) -> list[str]:
    """Return what a prose file calls and with which commands, without its words."""
    tree = environment().parse(prose_templates()[name])
    called = [one.node for one in tree.find_all(nodes.Call)]
    functions = [one.name for one in called if isinstance(one, nodes.Name) and one.name != "term"]
    commands = [
        str(one.arg.value)
        for one in tree.find_all(nodes.Getitem)
        if isinstance(one.arg, nodes.Const)
    ]
    return sorted(functions) + commands


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", NAMES)
def test_every_language_has_every_prose_and_of_today(name: str, language: str) -> None:
    prose = prose_of(name, language)
    assert prose.language == language
    assert not prose.is_older, "the English text changed: translate again, then set the hash"


@pytest.mark.parametrize("language", [one for one in languages() if one != "en"])
@pytest.mark.parametrize("name", NAMES)
def test_a_translation_says_the_same_things(name: str, language: str) -> None:
    english, own = f"prose/{name}.en.md.j2", f"prose/{name}.{language}.md.j2"
    assert calls(own) == calls(english)
    own_headings, headings = (
        re.findall(r"^## ", prose_templates()[one], re.MULTILINE) for one in (own, english)
    )
    assert own_headings == headings


@pytest.mark.parametrize("name", prose_templates())
def test_prose_does_no_sums_and_escapes_once(name: str) -> None:
    tree = environment().parse(prose_templates()[name])
    assert not list(tree.find_all((*TWICE, *SUMS)))
    assert not [one for one in tree.find_all(nodes.CondExpr) if one.expr2 is None]


def test_a_language_without_the_file_reads_the_english_one() -> None:
    prose = prose_of("day-0", "xx")
    assert (prose.language, prose.template) == ("en", "prose/day-0.en.md.j2")


def test_the_hash_is_of_the_body_alone() -> None:
    assert body_hash("---\ntranslates: 000000000000\n---\n\nx\n") == body_hash("x\n")
    assert body_hash("x\n") != body_hash("y\n")


def test_lithuanian_prose_uses_its_own_marks() -> None:
    texts = [unescape(text) for name, text in prose_templates().items() if ".lt." in name]
    bare = [re.sub(r"\{[{%].*?[}%]\}", "", text) for text in texts]
    assert not [text for text in bare if "“" in text and "„" not in text]
    assert not [text for text in bare if "—" in text or " - " in text]
