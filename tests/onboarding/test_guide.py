"""The guides of platforms: whole in every language, found by their folder."""

import re
from importlib.resources import files

import pytest

from heirbook.handbook.languages import languages
from heirbook.handbook.prose_files import prose_of
from heirbook.handbook.render import render
from heirbook.onboarding.guide import Guide, guides
from tests.handbook.river import river

# what PowerShell, sh and zsh all take as it stands, without a surprise from a copy
TYPED = re.compile(r"[A-Za-z0-9 ._:@/~$|<\\\"=-]+")


def test_the_four_platforms_are_there_the_built_in_client_first() -> None:
    assert [guide.platform for guide in guides()] == ["windows", "windows-putty", "macos", "linux"]


@pytest.mark.parametrize("guide", guides(), ids=lambda guide: guide.platform)
def test_each_guide_speaks_every_language_and_is_not_older_than_the_english(guide: Guide) -> None:
    assert set(guide.titles) == set(languages())
    for language in languages():
        prose = prose_of(f"platforms/{guide.platform}", language)
        assert (prose.language, prose.is_older) == (language, False)


@pytest.mark.parametrize("guide", guides(), ids=lambda guide: guide.platform)
def test_every_command_is_the_same_in_all_languages_and_can_be_typed(guide: Guide) -> None:
    folder = files("heirbook.onboarding").joinpath("platforms")
    found = {}
    for language in languages():
        text = folder.joinpath(f"{guide.platform}.{language}.md.j2").read_text("utf-8")
        found[language] = re.findall(r"run\(command\((.*?)\)\)", text)
    assert len({tuple(commands) for commands in found.values()}) == 1
    for command in found["en"]:
        words = command.replace('"change"', "").replace("' ~ comment ~ '", "a@b").strip("'\", ")
        assert TYPED.fullmatch(words), words


@pytest.mark.parametrize("language", languages())
def test_the_page_leads_to_every_guide_and_to_the_downloads(language: str) -> None:
    pages = render(river(), language)
    first = str(pages["access/ssh-key.md"])
    places = [first.index(f"(ssh-key-{guide.platform}.md)") for guide in guides()]
    assert places == sorted(places)
    assert "PRIVATE" in first
    assert "[heirbook_config](heirbook_config)" in str(pages["access/ssh-config.md"])
    assert "Host upe\n" in str(pages["access/heirbook_config"])
    assert "User jonas\n" in str(pages["access/heirbook_config"])
