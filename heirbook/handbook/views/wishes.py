"""Settings of a service that must stay: what is wanted, what was seen and where, why."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from heirbook.handbook.book_input import BookInput
from heirbook.i18n import N_
from heirbook.inventory.expectation_settings import Expectation, Target
from heirbook.inventory.record import SourceId
from heirbook.inventory.served_setting import ServedSettings
from heirbook.inventory.setting import Settings

_ENDPOINTS = SourceId("endpoints/here")
_WAYS = {"json_path": "json", "header": "header", "status": "status", "redirect": "redirect"}
"""Field of a place to what the probe calls it."""


@dataclass(frozen=True)
class WishPlace:
    """One place where a setting is read, and what was seen there last."""

    words: str
    """`upe unit nginx.service Restart`."""
    ask: str
    """Where the value would come from."""
    subject: str
    value: str | None = None
    absent: bool = False
    """Whether somebody looked and there is no such setting."""


@dataclass(frozen=True)
class Wish:
    """One expectation in words."""

    id: str
    message: str
    """Catalogue text with the field `value`."""
    value: str
    why: str
    since: date | None
    places: tuple[WishPlace, ...]


def wishes(book_input: BookInput, service: str) -> tuple[Wish, ...]:
    """Return the settings of a service that must stay, by id."""
    own = (one for one in book_input.fleet.expectations if one.service == service)
    return tuple(_wish(book_input, one) for one in sorted(own, key=lambda one: one.id))


def _wish(book_input: BookInput, one: Expectation) -> Wish:
    message, value = _wanted(one)
    places = tuple(
        _place(book_input, target, f"{one.id}/{number}") for number, target in enumerate(one.at, 1)
    )
    return Wish(one.id, message, value, one.why, one.since, places)


def _wanted(one: Expectation) -> tuple[str, str]:
    """Return what is wanted; exactly one wish is declared."""
    every = (
        (N_("must be {value}"), one.expect),
        (N_("must be one of {value}"), ", ".join(one.one_of) or None),
        (N_("must look like {value}"), one.matches),
        (N_("must be at least {value}"), one.at_least),
        (N_("must be at most {value}"), one.at_most),
    )
    for message, value in every:
        if value is not None:
            return message, str(value)
    return (N_("must be set"), "") if one.present else (N_("must not be set"), "")


def _place(book_input: BookInput, target: Target, identity: str) -> WishPlace:
    words = " ".join(_words(target))
    if target.server:
        return _on_server(book_input, target.server, words, identity)
    if target.endpoint:
        return _outside(book_input, target, words)
    return WishPlace(words, "later:setting", words)


def _on_server(book_input: BookInput, server: str, words: str, identity: str) -> WishPlace:
    source = book_input.snapshot.server(server)
    facts = source.facts(Settings) if source else None
    place = WishPlace(words, f"section:{Settings.section}", server)
    for one in facts.settings if facts else ():
        if one.identity() == identity:
            return replace(place, value=one.value, absent=one.state == "missing")
    return place


def _outside(book_input: BookInput, target: Target, words: str) -> WishPlace:
    source = book_input.snapshot.sources.get(_ENDPOINTS)
    facts = source.facts(ServedSettings) if source else None
    way = next(alias for field, alias in _WAYS.items() if getattr(target, field))
    name = target.json_path or target.header
    place = WishPlace(words, "outside:answer", target.endpoint or "")
    for one in facts.settings if facts else ():
        if (one.url, one.way, one.name) == (target.endpoint, way, name):
            value = None if one.value is None else str(one.value)
            return replace(place, value=value, absent=one.found is False)
    return place


def _words(target: Target) -> Iterator[str]:
    """Yield the words of a place as they are declared, without the pattern of a file's line."""
    for name in type(target).model_fields:
        value = getattr(target, name)
        if isinstance(value, str) and name != "line":
            yield value
