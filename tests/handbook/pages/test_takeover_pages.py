"""The takeover path: honest about dates, without holes whatever is missing, in both languages."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

import pytest

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.languages import languages
from heirbook.handbook.plan import planned
from heirbook.handbook.render import render
from heirbook.inventory.declared import FleetFile
from heirbook.inventory.people import PeopleFile
from heirbook.inventory.snapshot import Snapshot
from tests.handbook.harbour import harbour
from tests.handbook.river import NOW, river

OWN = ("now/", "takeover/", "incidents/", "drill.md", "glossary.md")
SYMPTOMS = (
    "no-answer certificate redirect-loop disk-full pods-crash unit-failed no-login book-is-stale"
)


def pages(book_input: BookInput, language: str = "en") -> dict[str, str]:
    made = render(book_input, language)
    return {path: str(text) for path, text in made.items() if path.startswith(OWN)}


def without() -> Iterator[BookInput]:
    """Yield the book with one of its parts missing each time."""
    whole = harbour()
    bare = FleetFile.model_validate({"title": "x", "operator": "rasa"})
    yield replace(whole, people=PeopleFile())
    yield replace(whole, connections={})
    yield replace(whole, snapshot=Snapshot(NOW))
    yield replace(whole, fleet=bare, connections={})
    yield replace(whole, fleet=bare, people=PeopleFile(), connections={}, snapshot=Snapshot(NOW))
    declared = whole.fleet.model_dump(mode="json", exclude_unset=True)
    for part in ("services", "accounts", "clusters"):
        servers = {name: {"address": one["address"]} for name, one in declared["servers"].items()}
        rest = {key: value for key, value in declared.items() if key != part}
        fleet = FleetFile.model_validate({**rest, "servers": servers, "expectations": []})
        yield replace(whole, fleet=fleet)


@pytest.mark.parametrize("language", languages())
def test_whatever_is_missing_no_page_has_a_hole(language: str) -> None:
    for book in without():
        made = pages(book, language)
        assert len(made) == len(pages(harbour(), language))
        for path, text in made.items():
            plain = unescape(text)
            assert "None" not in plain, path
            assert "<pre><code></code></pre>" not in plain, path
            assert not re.search(r"[:\u2013] *\.|\( *\)|ssh *</code>", plain), path


@pytest.mark.parametrize("language", languages())
def test_every_link_leads_to_a_page_and_every_anchor_is_there(language: str) -> None:
    made = {path: str(text) for path, text in render(harbour(), language).items()}
    paths = {plan.output.path for plan in planned(harbour())}
    for path, text in pages(harbour(), language).items():
        for target in re.findall(r"\]\(([^)#]*)(?:#([^)]*))?\)", text):
            parts = path.split("/")[:-1]
            for piece in target[0].split("/"):
                parts = parts[:-1] if piece == ".." else [*parts, piece]
            whole = "/".join(parts)
            assert whole in paths, (path, target)
            assert not target[1] or f'id="{target[1]}"' in made[whole], (path, target)


def test_day_0_begins_with_peace_and_a_date() -> None:
    text = pages(river())["takeover/day-0.md"]
    body = text.split("</span>", 1)[1].strip()
    assert body.startswith("**Nothing breaks if you do nothing today.**")
    assert "until **2027-01-09**" in body
    assert len(re.findall(r"^## \d\. ", text, re.MULTILINE)) == 7
    minutes = [int(one) for one in re.findall(r"\((\d+) minutes\)", text)]
    assert sum(minutes) == 60


def test_day_0_without_dates_says_that_nobody_knows() -> None:
    bare = replace(river(), fleet=FleetFile.model_validate({"title": "x", "operator": "rasa"}))
    text = pages(replace(bare, snapshot=Snapshot(NOW)))["takeover/day-0.md"]
    assert "until when is not known" in text


def test_a_day_that_is_over_stands_on_day_0() -> None:
    later = Snapshot(NOW.replace(year=2028), river().snapshot.sources)
    text = pages(replace(river(), snapshot=later))["takeover/day-0.md"]
    assert "Some days are already over" in text


def test_each_symptom_has_its_own_mark() -> None:
    text = pages(river())["now/index.md"]
    assert all(f'<span id="{one}"></span>' in text for one in SYMPTOMS.split())


def test_an_address_leads_to_its_own_runbook() -> None:
    text = unescape(pages(river())["now/index.md"])
    row = next(line for line in text.splitlines() if line.startswith("| <a") and "www." in line)
    assert "[helpdesk](../services/helpdesk.md)" in row
    assert "(../runbooks/site-does-not-open/" in row


def test_a_person_without_a_telephone_is_not_left_blank() -> None:
    text = unescape(pages(river())["takeover/day-0.md"])
    line = next(line for line in text.splitlines() if line.startswith("- Jonas"))
    assert "not known" in line
    assert "unknown.md#ask-people-contact-phone" in line


def test_every_command_has_a_place_and_a_badge_and_an_expectation() -> None:
    for path, text in pages(harbour()).items():
        lines = [line for line in text.splitlines() if line]
        for number, line in enumerate(lines):
            if line.startswith("<pre>"):
                assert "Where it runs" in lines[number - 1], path
                assert "hb-badge-" in lines[number - 1], path
                assert lines[number + 1].startswith("You should see:"), path
                assert "&#10;" not in line, "one command a block"


def test_a_computers_command_keeps_to_what_every_shell_takes() -> None:
    for text in pages(harbour()).values():
        for block in re.findall(r"your computer\*\*.*\n\n<pre><code>(.*)</code>", text):
            assert re.fullmatch(r"[A-Za-z0-9 ._:/@~=,-]+", unescape(block))


def test_incidents_are_those_that_people_wrote() -> None:
    files = ("incidents/2026-01-01-disk.md", "incidents/template.md", "notes/x.md")
    text = unescape(pages(replace(river(), handwritten=files))["incidents/index.md"])
    assert "[2026-01-01-disk](2026-01-01-disk.md)" in text
    assert "[the form](template.md)" in text
    assert "notes" not in text


def test_nothing_is_said_of_cards_that_nobody_holds() -> None:
    assert "(escrow/" not in "".join(pages(river()).values())
