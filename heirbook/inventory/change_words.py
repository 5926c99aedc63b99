"""Changes in words: a message of the catalogue and what is put into it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from pydantic import JsonValue

from heirbook.i18n import ENGLISH, N_, Catalogue
from heirbook.inventory.change import (
    Appeared,
    Change,
    Changed,
    CouldNotLook,
    Renewed,
    Subject,
    Vanished,
)

NOTHING = N_("nothing")
YES, NO = N_("yes"), N_("no")


@dataclass(frozen=True)
class Words:
    """A message in the language asked for, and what its places are filled with.

    The fields are foreign text until whoever prints them has escaped them.
    """

    message: str
    fields: Mapping[str, str]

    def __str__(self) -> str:
        """Return the sentence."""
        return self.message.format_map(self.fields)


def describe(change: Change, catalogue: Catalogue = ENGLISH) -> Words:
    """Return the words for a change: `server/upe: unit nginx.service appeared`."""
    words = _words(change, catalogue)
    return Words(catalogue.text(words.message), words.fields)


def _words(change: Change, catalogue: Catalogue) -> Words:
    what = {"what": _what(change.subject)}
    match change:
        case Appeared(first_look=True):
            return Words(N_("{what} is seen for the first time"), what)
        case Appeared():
            return Words(N_("{what} appeared"), what)
        case Vanished():
            return Words(N_("{what} vanished"), what)
        case Changed():
            return _changed(change, what, catalogue)
        case Renewed():
            return _renewed(change, catalogue)
        case CouldNotLook():
            return _could_not_look(change, what)
        case _:
            assert_never(change)


def _what(subject: Subject) -> str:
    if subject.object:
        return f"{subject.source}: {subject.kind} {subject.object}"
    return f"{subject.source}: {subject.section}" if subject.section else subject.source


def _changed(change: Changed, what: Mapping[str, str], catalogue: Catalogue) -> Words:
    fields = {**what, "field": change.field.replace("_", " ")}
    old, new = change.old, change.new
    if isinstance(old, list) and isinstance(new, list):
        gained: list[JsonValue] = [item for item in new if item not in old]
        lost: list[JsonValue] = [item for item in old if item not in new]
        if gained or lost:
            texts = {"gained": _text(gained, catalogue), "lost": _text(lost, catalogue)}
            return Words(_list_message(gained, lost), {**fields, **texts})
    texts = {"old": _text(old, catalogue), "new": _text(new, catalogue)}
    return Words(N_("{what}: {field} {old} → {new}"), {**fields, **texts})


def _list_message(gained: list[JsonValue], lost: list[JsonValue]) -> str:
    if not lost:
        return N_("{what}: {field} gained {gained}")
    if not gained:
        return N_("{what}: {field} lost {lost}")
    return N_("{what}: {field} gained {gained}, lost {lost}")


def _renewed(change: Renewed, catalogue: Catalogue) -> Words:
    end = change.new_end.date().isoformat() if change.new_end else None
    fields = {
        "source": change.subject.source,
        "names": ", ".join(change.names) or change.subject.object,
        "end": _text(end, catalogue),
    }
    if change.new_key:
        message = N_("{source}: certificate {names} renewed with a new key, valid until {end}")
        return Words(message, fields)
    return Words(N_("{source}: certificate {names} renewed, valid until {end}"), fields)


def _could_not_look(change: CouldNotLook, what: Mapping[str, str]) -> Words:
    why = f"{change.state}, {change.reason}" if change.reason else change.state
    fields = {**what, "why": why}
    if change.state == "partial":
        return Words(N_("{what}: could look only in part ({why})"), fields)
    return Words(N_("{what}: could not look ({why}); what was known is kept"), fields)


def _text(value: JsonValue, catalogue: Catalogue) -> str:
    match value:
        case None | [] | "":
            return catalogue.text(NOTHING)
        case bool():
            return catalogue.text(YES if value else NO)
        case list():
            return ", ".join(_text(item, catalogue) for item in value)
        case dict():
            parts = (f"{key} {_text(item, catalogue)}" for key, item in sorted(value.items()))
            return " ".join(parts)
        case _:
            return str(value)
