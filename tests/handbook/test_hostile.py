"""Whatever stands in a slot, the page keeps its structure and shows exactly the visible value."""

import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heirbook.handbook.render import render
from heirbook.text import visible
from tests.handbook.river import river
from tests.handbook.skeleton import EVERYTHING, SITE, Page, pages
from tests.handbook.slots import Leaf, Place, changed, free_slots

CORPUS: tuple[str, ...] = tuple(
    json.loads(line)
    for line in Path(__file__).with_name("hostile.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
)
REWRITTEN = frozenset({"Container.reference", "FleetFile.title", "BookInput.title"})
"""Shown in another form: a reference written out, a title as a slug."""
RUNBOOKS = "runbooks/"
"""Their commands give way to a box where a value is hostile: tests/runbooks and test_runbooks."""
DOWNLOADS = ("access/heirbook_config", "access/heirbook_known_hosts", "access/ssh-config.md")
"""They leave out a server whose values ssh would take for something else: tests/onboarding."""
WAITING = "## What commands of runbooks wait for\n"
EXTENSIONS = {"site": SITE, "everything": EVERYTHING}
ROUNDS = range(0, len(CORPUS), 40)


def marker(number: int) -> str:
    """Return a benign value that nothing else contains; all have one length and sort by number."""
    return f"zq{number:04d}zq"


def filled(slots: list[Leaf], values: dict[Place, str]) -> dict[str, str]:
    """Return the pages of the invented book with other values in its slots."""
    benign = {slot.place: marker(number) for number, slot in enumerate(slots)}
    whole = changed(river(), lambda place, old: values.get(place, benign.get(place, old)))
    found = {path: text for path, text in render(whole, "en").items() if isinstance(text, str)}
    apart = (RUNBOOKS, *DOWNLOADS)
    return {p: without_waiting(t) for p, t in found.items() if not p.startswith(apart)}


def without_waiting(text: str) -> str:
    """Return a page without the commands that wait for a fact: a hostile value makes one more."""
    before, mark, after = text.partition(WAITING)
    return before + after[after.find("\n## ") + 1 :] if mark else text


@cache
def slots_of(*, words: bool) -> list[Leaf]:
    return free_slots(words=words)


@cache
def benign_texts(*, words: bool) -> dict[str, str]:
    return filled(slots_of(words=words), {})


@cache
def benign_pages(extensions: str, *, words: bool) -> dict[str, Page]:
    return pages(benign_texts(words=words), EXTENSIONS[extensions])


def shown(slot: Leaf, value: str) -> str:
    """Return what a reader sees of a value: commands keep their lines."""
    if slot.field.startswith("ServiceCommands."):
        return "\n".join(visible(line) for line in value.split("\n"))
    return visible(value)


def with_values(text: str, slots: list[Leaf], values: dict[Place, str]) -> str:
    """Return a benign page's text with each marker replaced by the visible value."""
    for number, slot in enumerate(slots):
        if slot.place in values:
            text = text.replace(marker(number), shown(slot, values[slot.place]))
    return text


def test_corpus_is_large_and_has_every_kind() -> None:
    assert len(set(CORPUS)) >= 120
    for part in ("<script>", "javascript:", "```", "--8<--", "{{", "\x02", "]]>", "=cmd", "\x1b"):
        assert any(part in value for value in CORPUS), part


def test_every_page_shows_slots() -> None:
    shown = {path for path, text in benign_texts(words=True).items() if "zq" in text}
    assert {path for path in benign_texts(words=True) if path.endswith(".md")} - shown <= {
        "services/wiki.md",
        "access/add-key.md",  # ids of people and servers
        "access/ssh-key-linux.md",  # how a key is made, the same for every fleet
        "access/ssh-key-macos.md",
        "access/ssh-key-windows.md",
        "access/ssh-key-windows-putty.md",
        "changes/index.md",  # there is no earlier edition
        "glossary.md",  # names of servers and clusters, which cannot hold anything else
        "incidents/index.md",  # names of files
        "takeover/lessons/1-look-around.md",
        "takeover/lessons/2-read-a-log.md",
        "takeover/lessons/3-what-is-a-container.md",
        "takeover/lessons/4-what-is-a-pod.md",
        "takeover/lessons/5-change-one-line.md",
    }, "a page without any data of its own: why is it generated?"


@pytest.mark.parametrize("extensions", EXTENSIONS)
@pytest.mark.parametrize("words", [False, True], ids=["known-words", "any-words"])
@pytest.mark.parametrize("first", ROUNDS)
def test_all_slots_at_once(first: int, *, words: bool, extensions: str) -> None:
    """Each slot gets another string of the corpus, behind its marker, so that order stays."""
    slots = slots_of(words=words)
    values = {
        slot.place: marker(number) + CORPUS[(first + number) % len(CORPUS)]
        for number, slot in enumerate(slots)
        if slot.field not in REWRITTEN  # their order could not stay
    }
    expected = benign_pages(extensions, words=words)
    for path, page in pages(filled(slots, values), EXTENSIONS[extensions]).items():
        assert page.elements == expected[path].elements, path
        assert page.text == with_values(expected[path].text, slots, values), path


def one_of_each_field() -> dict[str, int]:
    """Return the number of the first slot of every field."""
    found: dict[str, int] = {}
    for number, slot in enumerate(free_slots(words=True)):
        found.setdefault(slot.field, number)
    return found


@pytest.mark.parametrize("field", one_of_each_field())
def test_one_slot_alone(field: str) -> None:
    """The bare string, at the begin and the end of its field; rows may move."""
    slots, number = slots_of(words=True), one_of_each_field()[field]
    texts = benign_texts(words=True)
    concerned = [path for path, text in texts.items() if marker(number) in text]
    for step in range(2):
        value = CORPUS[(number * 7 + step * 113) % len(CORPUS)]
        made = filled(slots, {slots[number].place: value})
        found = pages({path: made[path] for path in concerned}, SITE)
        for path, page in found.items():
            expected = benign_pages("site", words=True)[path]
            assert page.counts == expected.counts, (path, value)
            if slots[number].field not in REWRITTEN:
                text = expected.text.replace(marker(number), shown(slots[number], value))
                assert sorted(page.text) == sorted(text), (path, value)


# every value is a whole rendering of every page
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)


@settings(max_examples=12, deadline=None, suppress_health_check=SLOW)
@given(st.lists(st.text(max_size=40), min_size=40, max_size=40))
def test_any_text_keeps_the_structure(fuzz: list[str]) -> None:
    slots = slots_of(words=True)
    values = {
        slot.place: marker(number) + fuzz[number % len(fuzz)] for number, slot in enumerate(slots)
    }
    made = filled(slots, values)
    chosen = {path: made[path] for path in ("servers/upe.md", "unknown.md", "map/index.md")}
    for path, page in pages(chosen, EVERYTHING).items():
        assert page.elements == benign_pages("everything", words=True)[path].elements


@pytest.mark.parametrize("value", ["`" * 1_000_000, "a" * 1_000_000, "\n# x" * 250_000])
def test_a_field_of_a_megabyte_is_capped(value: str) -> None:
    slots = slots_of(words=False)
    number = next(n for n, slot in enumerate(slots) if slot.field == "Unit.description")
    text = filled(slots, {slots[number].place: value})["servers/upe.md"]
    assert len(text) < len(benign_texts(words=False)["servers/upe.md"]) + 8_000
    page = pages({"servers/upe.md": text}, SITE)["servers/upe.md"]
    assert page.elements == benign_pages("site", words=False)["servers/upe.md"].elements
