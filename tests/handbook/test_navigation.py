"""The navigation: complete while small, indexes only when large, plain titles always."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.languages import languages
from heirbook.handbook.navigation import MOST_ENTRIES, Entry
from heirbook.handbook.render import navigation, render
from tests.handbook.river import river


def flat(entries: list[Entry]) -> Iterator[tuple[str, str]]:
    """Yield titles and paths."""
    for entry in entries:
        for title, target in entry.items():
            if isinstance(target, str):
                yield title, target
            else:
                yield from flat(target)


def grown(count: int) -> BookInput:
    """Return the invented book with many more servers."""
    whole = river()
    servers = {f"s{number:04d}": whole.fleet.servers["upe"] for number in range(count)}
    return replace(whole, fleet=whole.fleet.model_copy(update={"servers": servers}))


@pytest.mark.parametrize("language", languages())
def test_every_entry_is_a_page(language: str) -> None:
    made = render(river(), language)
    paths = [path for _, path in flat(navigation(river(), language))]
    assert set(paths) <= set(made)
    assert len(paths) == len(set(paths))
    found = {path for path in made if path.endswith(".md")}
    single = {path for path in found if path.startswith("runbooks/")} - {"runbooks/index.md"}
    assert found - single == set(paths), "single runbooks are reached from their index"


@pytest.mark.parametrize("language", languages())
def test_titles_need_no_escaping(language: str) -> None:
    for title, _ in flat(navigation(river(), language)):
        assert re.fullmatch(r"[\w ._()-]+", title)


def test_titles_are_in_the_language() -> None:
    groups = {language: [*map(tuple, navigation(river(), language))] for language in ("en", "lt")}
    assert ("Servers",) in groups["en"]
    assert ("Serveriai",) in groups["lt"]


def test_start_comes_first() -> None:
    assert navigation(river(), "en")[0] == {"Start": "index.md"}


def test_large_fleet_keeps_indexes_only() -> None:
    paths = [path for _, path in flat(navigation(grown(MOST_ENTRIES), "en"))]
    assert "servers/index.md" in paths
    assert "index.md" in paths
    assert not [path for path in paths if path.startswith("servers/s0")]
    assert len(paths) <= MOST_ENTRIES


def test_middle_fleet_keeps_every_server() -> None:
    paths = [path for _, path in flat(navigation(grown(100), "en"))]
    assert len([path for path in paths if path.startswith("servers/s0")]) == 100


def test_title_of_the_book_with_strange_letters_becomes_a_slug() -> None:
    text = render(replace(river(), title="<b>Upė</b>"), "en")["index.md"]
    assert isinstance(text, str)
    assert re.search(r"^# b&#45;upe&#45;b&#45;[0-9a-f]{8}$", text, re.MULTILINE)
