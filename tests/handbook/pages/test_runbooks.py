"""Pages of runbooks: what they show, what they hide, where they lead."""

import re
from dataclasses import replace
from datetime import date

import pytest

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.languages import languages
from heirbook.handbook.navigation import MOST_ENTRIES, navigation
from heirbook.handbook.render import render, render_page
from heirbook.handbook.terminal import terminal_text
from heirbook.inventory.verified import Verification
from heirbook.runbooks.verify import Try, verification
from tests.handbook.harbour import harbour
from tests.handbook.river import river
from tests.handbook.skeleton import SITE, pages

LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
UNIT = "unit-failed@upe/unit/nginx.service"


def book() -> BookInput:
    return replace(harbour(), contexts={"harbour": "prod"})


def texts(language: str, book_input: BookInput | None = None) -> dict[str, str]:
    found = render(book_input or book(), language)
    return {path: text for path, text in found.items() if isinstance(text, str)}


@pytest.mark.parametrize("language", languages())
def test_every_page_is_whole_and_every_link_leads_somewhere(language: str) -> None:
    whole = render(book(), language)
    for path, text in texts(language).items():
        if not path.startswith("runbooks/"):
            continue
        assert "None" not in text.split()
        assert "@{" not in text
        for target in LINK.findall(text):
            base = path.split("/")[:-1]
            for piece in target.split("/"):
                base = base[:-1] if piece == ".." else [*base, piece]
            assert "/".join(base) in whole, (path, target)


@pytest.mark.parametrize("language", languages())
def test_instances_stay_out_of_search_and_navigation(language: str) -> None:
    found = texts(language)
    for path, text in found.items():
        if path.count("/") == 2 and path.startswith("runbooks/"):
            assert "search: {exclude: true}" in text
    assert "runbooks/unit-failed/" not in str(navigation(book(), language))
    assert str(navigation(book(), language)).count(".md") <= MOST_ENTRIES


def test_commands_hold_the_real_names() -> None:
    text = terminal_text(texts("en")["runbooks/pods-crash/harbour.shop.deployment.web.md"])
    assert "--context prod -n shop rollout undo deployment/web" in text
    assert "A command is missing here" in text, "the workload has no selector"


def test_a_missing_fact_is_a_box_and_a_line_of_what_is_unknown() -> None:
    found = texts("en")
    assert "ask-runbook-prefix-pi-" in found["unknown.md"]
    assert "how the administrator's rights are had" in found["runbooks/disk-full/pi.md"]


@pytest.mark.parametrize("value", ["x\ny", "-rf", "\u202egnp"])
def test_a_hostile_value_gives_the_box_and_keeps_the_page(value: str) -> None:
    base = harbour()
    hostile = replace(base, contexts={"harbour": value})
    path = "runbooks/pods-crash/harbour.shop.deployment.web.md"
    text = texts("en", hostile)[path]
    assert "Not printed, because a value is unusual" in text
    assert value not in text
    assert "rollout undo" not in terminal_text(text)


@pytest.mark.parametrize("value", ["a`b", "<b>x</b>", "$(id)", "x; rm -rf", "[a](b)"])
def test_a_value_of_any_letters_keeps_the_structure(value: str) -> None:
    path = "runbooks/pods-crash/harbour.shop.deployment.web.md"
    made = texts("en", replace(harbour(), contexts={"harbour": value}))[path]
    plain = texts("en", replace(harbour(), contexts={"harbour": "plain"}))[path]
    assert pages({path: made}, SITE)[path].elements == pages({path: plain}, SITE)[path].elements


def tried(outcome: str, **update: object) -> Verification:
    one = next(each for each in river().runbooks.all if each.id == UNIT)
    found = verification(one, Try("rasa", date(2026, 11, 2), "worked"), river().snapshot)
    return found.model_copy(update={"outcome": outcome, **update})


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (tried("worked"), ["Worked on 2026-11-02, rasa."]),
        (tried("failed", note="too slow"), ["Failed on 2026-11-02, rasa.", "too slow"]),
        (tried("worked", commands="0" * 64), ["Since then the steps changed."]),
        (
            tried("worked", facts={"unit": "old.service", "prefix": "root"}),
            ["Since then unit changed: old.service → nginx.service"],
        ),
    ],
)
def test_the_newest_try_is_shown_with_what_changed_since(
    record: Verification, words: list[str]
) -> None:
    whole = replace(river(), verifications=(record,))
    path = next(one.path for one in whole.runbooks.all if one.id == UNIT)
    text = terminal_text(render_page(whole, "en", path) or "")
    assert all(word in text for word in words), text[-500:]


def test_pages_of_servers_and_services_lead_to_their_runbooks() -> None:
    found = texts("en", river())
    assert "../runbooks/disk-full/upe.md" in found["servers/upe.md"]
    assert "../runbooks/unit-failed/upe.freescout.app.md" in found["services/helpdesk.md"]


def test_own_pages_are_listed() -> None:
    found = texts("en", replace(river(), handwritten=("runbooks/generator.md",)))
    assert "(generator.md)" in found["runbooks/index.md"]
