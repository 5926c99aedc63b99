"""The catalogue keeps its own rules, in every language."""

import re

import pytest

from heirbook.errors import WorkspaceError
from heirbook.handbook.languages import languages
from heirbook.runbooks.command_line import PLACEHOLDER, used_facts
from heirbook.runbooks.instance import kinds
from heirbook.runbooks.library import Volume, bodies, library, split_body, split_file, volume
from heirbook.runbooks.runbook import SECTIONS
from heirbook.runbooks.words import WORDS
from tests.runbooks.subjects import kind_facts, volumes

FORBIDDEN = (
    re.compile(r"get secrets? .*-o"),
    re.compile(r"describe pod"),
    re.compile(r"(docker|podman) inspect (?!--format)"),
    re.compile(r"compose .*config(?! --quiet)"),
    re.compile(r"(^|\s)env(\s|$)"),
    re.compile(r"systemctl (show|cat)"),
    re.compile(r"&&"),
)
CALLED = re.compile(r'command\("([a-z_]+)"')
ENGLISH_FILE = """---
title: Look
summary: Look at it.
reader: operator
minutes: 1
applies:
  - {variant: any, kind: server}
commands:
  look: {on: server, level: look, run: "uptime"}
---
"""


def ids(one: Volume) -> str:
    return one.id


@pytest.mark.parametrize("one", volumes(), ids=ids)
def test_every_language_has_its_words_made_from_todays_english(one: Volume) -> None:
    assert set(one.words) == set(languages())
    assert not [language for language, prose in one.words.items() if prose.is_stale]
    assert all(set(prose.inputs) == set(one.runbook.inputs) for prose in one.words.values())


@pytest.mark.parametrize("one", volumes(), ids=ids)
def test_placeholders_are_facts_of_the_kind_and_stand_in_no_quotes(one: Volume) -> None:
    for applies in one.runbook.applies:
        for name, command in one.runbook.commands_of(applies.variant).items():
            unknown = set(used_facts(command)) - kind_facts(applies.kind)
            assert not unknown, (one.id, applies.kind, name, unknown)
            bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", command.run)
            assert PLACEHOLDER.findall(bare) == PLACEHOLDER.findall(command.run), (one.id, name)


@pytest.mark.parametrize("one", volumes(), ids=ids)
def test_conditions_and_watched_facts_are_known(one: Volume) -> None:
    fields = {unit.id.replace("-", "_"): unit.value.fields for unit in kinds()}
    for applies in one.runbook.applies:
        assert set(applies.where) <= fields[applies.kind], (one.id, applies.kind)
        assert set(one.runbook.watch) <= {
            fact for each in one.runbook.applies for fact in kind_facts(each.kind)
        }


@pytest.mark.parametrize("one", volumes(), ids=ids)
def test_each_command_stands_once_in_each_language_with_what_to_expect(one: Volume) -> None:
    for language, prose in one.words.items():
        text = "\n".join(prose.sections.values())
        assert sorted(CALLED.findall(text)) == sorted(one.runbook.commands), (one.id, language)
        assert text.count('", expect=') == len(one.runbook.commands), (one.id, language)
        assert "```" not in text
        assert "<pre" not in text


@pytest.mark.parametrize("one", volumes(), ids=ids)
def test_nothing_prints_a_secret_or_hides_a_second_command(one: Volume) -> None:
    for name, command in one.runbook.commands.items():
        found = [rule.pattern for rule in FORBIDDEN if rule.search(command.run)]
        assert not found, (one.id, name)
        bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", command.run)
        assert ";" not in bare or "do" in bare.split() or "stty" in bare, (one.id, name)


@pytest.mark.parametrize("one", volumes(), ids=ids)
def test_a_change_says_the_way_back_and_a_destruction_needs_a_second_person(one: Volume) -> None:
    for language, prose in one.words.items():
        assert len(prose.sections["Roll back"].split()) >= 4, (one.id, language)
    if one.runbook.level == "destroy":
        assert {"backup", "second-person"} <= set(one.runbook.needs)


@pytest.mark.parametrize("one", volumes(), ids=ids)
def test_related_runbooks_exist(one: Volume) -> None:
    assert set(one.runbook.related) <= set(library())


def test_every_fact_has_words_and_no_word_is_left_over() -> None:
    facts = {name for unit in kinds() for name in unit.value.facts}
    assert facts | {"kubectl"} == set(WORDS)


def test_every_section_is_a_template() -> None:
    assert len(bodies()) == len(library()) * len(SECTIONS) * len(languages())


def body(*sections: str) -> str:
    return "".join(f"## {name}\n\ntext\n\n" for name in sections)


def test_sections_out_of_order_are_refused() -> None:
    split_body(body(*SECTIONS), "x")
    for wrong in (SECTIONS[1:], (*SECTIONS, "When"), tuple(reversed(SECTIONS))):
        with pytest.raises(WorkspaceError, match="needs the sections"):
            split_body(body(*wrong), "x")


def test_a_file_without_front_matter_is_refused() -> None:
    with pytest.raises(WorkspaceError, match="front matter"):
        split_file(body(*SECTIONS), "x")


def test_a_translation_of_another_text_is_stale_and_a_missing_one_is_english() -> None:
    head = '---\ntitle: Žiūrėti\nsummary: Pažiūrėkite.\ntranslates: "000000000000"\n---\n'
    texts = {"look.en": ENGLISH_FILE + body(*SECTIONS), "look.lt": head + body(*SECTIONS)}
    found = volume("look", texts)
    assert found.prose("lt").is_stale
    assert found.prose("de").title == "Look"


def test_a_misspelt_field_is_told_with_its_place() -> None:
    text = ENGLISH_FILE.replace("minutes", "minuts") + body(*SECTIONS)
    with pytest.raises(WorkspaceError) as caught:
        volume("look", {"look.en": text})
    assert any("minuts" in str(problem) for problem in caught.value.problems)
