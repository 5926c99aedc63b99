"""Changes in words: a message of the catalogue and what is put into it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

from pydantic import JsonValue

from heirbook.i18n import ENGLISH, N_, Catalogue
from heirbook.inventory.change import (
    Appeared,
    Change,
    Changed,
    CouldNotLook,
    Expired,
    ImageMoved,
    Moved,
    Renewed,
    Subject,
    Upgraded,
    Vanished,
)
from heirbook.inventory.field_words import FIELDS, STATES
from heirbook.inventory.nouns import NOUNS

LONGEST = 300
"""Letters of a value that a sentence shows; programs get all of it."""
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


@dataclass(frozen=True)
class Vocabulary:
    """A language, and what the sections of a snapshot are called in it."""

    catalogue: Catalogue = ENGLISH
    titles: Mapping[str, str] = field(default_factory=dict)
    """Section id to its catalogue title; a section without one is called by its id."""

    def subject(self, one: Subject) -> str:
        """Return what a change is about: `server/upe: unit nginx.service`."""
        if one.object:
            noun = self.catalogue.text(NOUNS.get(one.kind, one.kind))
            return f"{one.source}: {noun} {one.object}"
        if not one.section:
            return one.source
        return f"{one.source}: {self.catalogue.text(self.titles.get(one.section, one.section))}"

    def field(self, name: str) -> str:
        """Return what a field is called."""
        return self.catalogue.text(FIELDS.get(name, name.replace("_", " ")))

    def text(self, value: JsonValue) -> str:
        """Return a value as a sentence shows it."""
        text = self._text(value)
        return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"

    def _text(self, value: JsonValue) -> str:
        match value:
            case None | [] | "":
                return self.catalogue.text(NOTHING)
            case bool():
                return self.catalogue.text(YES if value else NO)
            case list():
                return ", ".join(self._text(item) for item in value[:LONGEST])
            case dict():
                parts = (f"{key} {self._text(item)}" for key, item in sorted(value.items()))
                return " ".join(parts)
            case _:
                return str(value)


PLAIN = Vocabulary()


def describe(change: Change, vocabulary: Vocabulary = PLAIN) -> Words:
    """Return the words for a change: `server/upe: unit nginx.service appeared`."""
    words = message_of(change, vocabulary)
    return Words(vocabulary.catalogue.text(words.message), words.fields)


def message_of(change: Change, vocabulary: Vocabulary) -> Words:
    """Return the catalogue's message for a change, and its fields in the language."""
    what = {"what": vocabulary.subject(change.subject)}
    match change:
        case Appeared() | Vanished():
            return Words(_whether_there(change), what)
        case Moved():
            return Words(
                N_("{what} moved here from {source}"), {**what, "source": change.old_source}
            )
        case Renewed():
            return _renewed(change, vocabulary)
        case Expired():
            return _expired(change, vocabulary)
        case CouldNotLook():
            return _could_not_look(change, what, vocabulary)
        case Changed() | Upgraded() | ImageMoved():
            return _other_value(change, what, vocabulary)
        case _:
            assert_never(change)


def _whether_there(change: Appeared | Vanished) -> str:
    if isinstance(change, Vanished):
        return N_("{what} vanished")
    if change.first_look:
        return N_("{what} is seen for the first time")
    return N_("{what} appeared")


def _other_value(
    change: Changed | Upgraded | ImageMoved, what: Mapping[str, str], vocabulary: Vocabulary
) -> Words:
    texts = {**what, "old": vocabulary.text(change.old), "new": vocabulary.text(change.new)}
    match change:
        case ImageMoved():
            message = N_("{what}: {reference} stands for another image now, {old} → {new}")
            return Words(message, {**texts, "reference": change.reference})
        case Upgraded():
            message = N_("{what}: {field} upgraded from {old} to {new}")
            return Words(message, {**texts, "field": vocabulary.field(change.field)})
        case Changed():
            return _changed(change, {**texts, "field": vocabulary.field(change.field)}, vocabulary)


def _changed(change: Changed, texts: Mapping[str, str], vocabulary: Vocabulary) -> Words:
    old, new = change.old, change.new
    if isinstance(old, list) and isinstance(new, list):
        gained: list[JsonValue] = [item for item in new if item not in old]
        lost: list[JsonValue] = [item for item in old if item not in new]
        if gained or lost:
            lists = {"gained": vocabulary.text(gained), "lost": vocabulary.text(lost)}
            return Words(_list_message(gained, lost), {**texts, **lists})
    return Words(N_("{what}: {field} {old} → {new}"), texts)


def _list_message(gained: list[JsonValue], lost: list[JsonValue]) -> str:
    if not lost:
        return N_("{what}: {field} gained {gained}")
    if not gained:
        return N_("{what}: {field} lost {lost}")
    return N_("{what}: {field} gained {gained}, lost {lost}")


def _renewed(change: Renewed, vocabulary: Vocabulary) -> Words:
    end = change.new_end.date().isoformat() if change.new_end else None
    fields = {
        "source": change.subject.source,
        "names": vocabulary.text(", ".join(change.names) or change.subject.object),
        "end": vocabulary.text(end),
    }
    if change.new_key:
        message = N_("{source}: certificate {names} renewed with a new key, valid until {end}")
        return Words(message, fields)
    return Words(N_("{source}: certificate {names} renewed, valid until {end}"), fields)


def _expired(change: Expired, vocabulary: Vocabulary) -> Words:
    fields = {
        "source": change.subject.source,
        "names": vocabulary.text(", ".join(change.names) or change.subject.object),
        "end": change.end.date().isoformat(),
    }
    return Words(N_("{source}: certificate {names} ended on {end} and was not renewed"), fields)


def _could_not_look(change: CouldNotLook, what: Mapping[str, str], vocabulary: Vocabulary) -> Words:
    state = vocabulary.catalogue.text(STATES[change.state])
    fields = {**what, "why": f"{state}, {change.reason}" if change.reason else state}
    if change.state == "partial":
        return Words(N_("{what}: could look only in part ({why})"), fields)
    return Words(N_("{what}: could not look ({why}); what was known is kept"), fields)
