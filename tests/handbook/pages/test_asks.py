"""Every fact that a page can ask for in vain has its line in unknown.md."""

import re

import pytest

from heirbook.handbook.asks import TEXTS
from heirbook.handbook.environment import templates
from heirbook.handbook.views.whole_server import SECTIONS

ASKS = sorted(
    set(
        re.findall(
            r'"((?:fleet|people|pins|later|section):[a-z_.]+)"', " ".join(templates().values())
        )
    )
)


@pytest.mark.parametrize("ask", [ask for ask in ASKS if not ask.startswith("section:")])
def test_ask_has_its_words(ask: str) -> None:
    assert ask in TEXTS


@pytest.mark.parametrize("ask", [ask for ask in ASKS if ask.startswith("section:")])
def test_asked_section_exists(ask: str) -> None:
    known = {kind.section for kind in SECTIONS.values()} | {"images"}
    assert ask.partition(":")[2] in known


def test_no_words_are_left_over() -> None:
    assert set(TEXTS) - set(ASKS) <= {"later:clusters"}
