"""Addresses, money and contacts: declared and seen side by side; nothing is claimed unproved."""

from dataclasses import replace
from html import unescape

import pytest

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.render import render
from heirbook.inventory.declared import FleetFile
from heirbook.inventory.dns_name import DnsNames
from heirbook.inventory.endpoint import Hop, HttpTarget, HttpTargets, TlsTarget, TlsTargets
from heirbook.inventory.endpoints_settings import EndpointsFile
from heirbook.inventory.people import PeopleFile
from heirbook.inventory.record import Facts
from heirbook.inventory.snapshot import Snapshot
from tests.handbook.river import NOW, river
from tests.inventory.relations.parts_of import source_of

URL = "https://www.example.org/"


def page(path: str, book_input: BookInput, language: str = "en") -> str:
    return unescape(str(render(book_input, language)[path]))


def probed(*facts: Facts) -> BookInput:
    """Return the invented book with what probes saw of its addresses."""
    whole = river()
    seen = source_of("endpoints/here", *facts)
    return replace(whole, snapshot=Snapshot(NOW, {**whole.snapshot.sources, seen.id: seen}))


def row(text: str, url: str = URL) -> str:
    return next(line for line in text.splitlines() if line.startswith("|") and url in line)


def test_without_probes_the_answer_is_not_known() -> None:
    text = page("endpoints/index.md", river())
    assert "were never tried" in text
    assert "not known" in row(text)
    assert "2027-01-09" in row(text)


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (HttpTarget(url=URL, hops=(Hop(url=URL, status=200),), end="answer"), "<code>200</code>"),
        (HttpTarget(url=URL, hops=(Hop(url=URL, status=301),), end="loop"), "redirects for ever"),
        (HttpTarget(url=URL, state="timeout", reason="deadline"), "no answer in time"),
    ],
)
def test_an_answer_is_told_as_it_was(target: HttpTarget, words: str) -> None:
    text = page("endpoints/index.md", probed(HttpTargets(targets=(target,)), DnsNames()))
    assert words in row(text)
    assert "were last tried 2026-11-20 02:10 UTC" in text


def test_a_certificate_that_browsers_refuse_says_why() -> None:
    target = TlsTarget(
        host="www.example.org", not_after=NOW.replace(year=2025), verified=False, distrust="expired"
    )
    text = row(page("endpoints/index.md", probed(TlsTargets(targets=(target,)))))
    assert "2025-11-20" in text
    assert "it has ended" in text
    assert "past" in text


def test_a_name_that_only_a_proxy_knows_stands_apart() -> None:
    text = page("endpoints/index.md", river())
    apart = text[text.index("not declared") :]
    assert "old.example.org" in apart
    assert "[helpdesk](../services/helpdesk.md)" in apart


def test_no_address_and_no_contract_is_said() -> None:
    bare = replace(
        river(),
        fleet=FleetFile.model_validate({"title": "x", "operator": "rasa"}),
        endpoints=EndpointsFile(),
        people=PeopleFile(),
        snapshot=Snapshot(NOW),
    )
    assert "No address is declared" in page("endpoints/index.md", bare)
    assert "No contract is declared" in page("money.md", bare)
    assert "not known" in page("contacts.md", bare)


def test_people_stand_in_the_order_of_calling_and_who_left_does_not() -> None:
    text = page("contacts.md", river(), "lt")
    assert text.index("Rasa") < text.index("Jonas")
    assert "Ona" not in text
    assert "lietuvių, anglų" in text


def test_money_names_what_stops_and_where_the_login_is_sealed() -> None:
    text = page("money.md", river())
    assert "12.50 EUR a year" in text
    line = next(line for line in text.splitlines() if line.startswith("- Server upe"))
    assert "Rasa Pavyzdė; servers: [upe](servers/upe.md)" in line
    assert "services: [helpdesk](services/helpdesk.md)" in line
    assert "sealed as upe-backup" in text


def test_the_door_leads_only_to_pages_that_exist() -> None:
    text = page("index.md", river())
    for target in ("now/index.md", "takeover/day-0.md", "calendar.md", "money.md"):
        assert f"]({target})" in text


def test_a_service_shows_its_addresses_settings_and_secrets() -> None:
    text = page("services/helpdesk.md", river())
    assert "certificate until 2027-01-09" in text
    assert "must be on-failure" in text
    assert "sealed as upe-backup" in text
    assert "sha256:3333" in text
