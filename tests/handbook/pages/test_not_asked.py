"""A server that is switched off, and one that did not answer: when its facts were really seen."""

from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest

from heirbook.handbook.book_input import BookInput, Connection
from heirbook.handbook.render import render
from heirbook.inventory.record import ServerName
from heirbook.inventory.snapshot import Snapshot
from tests.handbook.river import river

NAME = ServerName("upe")


def page(book_input: BookInput, path: str = "servers/upe.md", language: str = "en") -> str:
    return unescape(str(render(book_input, language)[path]))


def switched_off(reason: str) -> BookInput:
    book_input = river()
    connection = Connection(NAME, "upe.example.org", switched_off=reason)
    return replace(book_input, connections={**book_input.connections, NAME: connection})


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "It is not asked: no SSH until March"), ("lt", "neklausiamas: no SSH until March")],
)
def test_the_reason_stands_on_the_page(language: str, sentence: str) -> None:
    assert sentence in page(switched_off("no SSH until March"), language=language)


def test_without_a_reason_the_file_is_named() -> None:
    assert "collectors/ssh.yml" in page(switched_off(""))


def test_a_failed_run_is_not_when_facts_were_seen() -> None:
    book_input = river()
    source = next(book_input.snapshot.servers())
    seen = source.observed_at
    later = seen + timedelta(days=3)
    sections = {
        name: state.model_copy(update={"state": "unreachable", "observed_at": seen})
        for name, state in source.sections.items()
    }
    gone = replace(source, state="unreachable", observed_at=later, sections=sections)
    sources = {**book_input.snapshot.sources, source.id: gone}
    old = replace(book_input, snapshot=Snapshot(later, sources))
    text = page(old, f"servers/{source.name}.md")
    assert f"The facts below are from {seen:%Y-%m-%d}" in text
    assert f"{seen:%Y-%m-%d}" in page(old, "unknown.md")
