"""Every fact that a page can ask for in vain has its line in unknown.md."""

import re

import pytest

from heirbook.handbook.asks import TEXTS
from heirbook.handbook.environment import templates
from heirbook.handbook.prose_files import prose_templates
from heirbook.handbook.views.takeover import untils
from heirbook.inventory.section_facts import facts_by_section
from tests.handbook.river import river

UNTILS = " ".join(f'"{one.ask}"' for one in untils(river()))
"""Asks that day 0 takes from its view."""
ASKS = sorted(
    set(
        re.findall(
            r'"((?:fleet|people|pins|outside|backup|helm|cluster|policy|takeover|later|section):[a-z_.-]+)"',
            " ".join((*templates().values(), *prose_templates().values(), UNTILS)),
        )
    )
)


@pytest.mark.parametrize("ask", [ask for ask in ASKS if not ask.startswith("section:")])
def test_ask_has_its_words(ask: str) -> None:
    assert ask in TEXTS


@pytest.mark.parametrize("ask", [ask for ask in ASKS if ask.startswith("section:")])
def test_asked_section_exists(ask: str) -> None:
    assert ask.partition(":")[2] in facts_by_section()


def test_no_words_are_left_over() -> None:
    # what commands of runbooks wait for is asked by their lines, not by templates
    asked = {ask for ask in TEXTS if not ask.startswith("runbook:")}
    assert asked - set(ASKS) <= {"later:clusters", "later:setting"}
