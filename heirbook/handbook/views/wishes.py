"""Settings of a service that must stay: what is wanted, where it is read, why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from heirbook.handbook.book_input import BookInput
from heirbook.i18n import N_
from heirbook.inventory.expectation_settings import Expectation, Target


@dataclass(frozen=True)
class Wish:
    """One expectation in words."""

    id: str
    message: str
    """Catalogue text with the field `value`."""
    value: str
    why: str
    since: date | None
    places: tuple[str, ...]
    """Where it is read: `upe unit nginx.service Restart`."""


def wishes(book_input: BookInput, service: str) -> tuple[Wish, ...]:
    """Return the settings of a service that must stay, by id."""
    own = (one for one in book_input.fleet.expectations if one.service == service)
    return tuple(_wish(one) for one in sorted(own, key=lambda one: one.id))


def _wish(one: Expectation) -> Wish:
    message, value = _wanted(one)
    places = tuple(" ".join(_place(target)) for target in one.at)
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


def _place(target: Target) -> Iterator[str]:
    """Yield the words of a place as they are declared, without the pattern of a file's line."""
    for name in type(target).model_fields:
        value = getattr(target, name)
        if isinstance(value, str) and name != "line":
            yield value
