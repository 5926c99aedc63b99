"""The objects of a List, one after the other: never all of them decoded at once."""

import json
import re
from collections.abc import Iterator

from heirbook.collectors.resource import Item

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()
_DROPPED_ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration"


class BrokenListError(Exception):
    """What arrived is no List, or ends in the middle."""


def items(answer: bytes) -> Iterator[Item]:
    """Yield the objects of a List as `kubectl get -o json` prints it, or the one object it is.

    What repeats the values of an object, `managedFields` and the last applied configuration, is
    dropped here.

    Sample: `{"apiVersion": "v1", "items": [{"kind": "Pod"}], "kind": "List"}`.

    Raises:
        BrokenListError: where it cannot be read on; the objects before it have been given.

    Source: kubectl 1.20 and 1.32.
    """
    reader = _Reader(answer.decode("utf-8", "replace"))
    try:
        yield from map(_lean, reader.items())
    except (ValueError, RecursionError, IndexError):
        raise BrokenListError from None


def first_object(answer: bytes) -> Item:
    """Return the one object of an answer.

    Raises:
        BrokenListError: when it is no object.
    """
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError):
        raise BrokenListError from None
    if not isinstance(found, dict):
        raise BrokenListError
    return _lean(found)


def _lean(item: Item) -> Item:
    meta = item.get("metadata")
    if isinstance(meta, dict):
        meta.pop("managedFields", None)
        notes = meta.get("annotations")
        if isinstance(notes, dict):
            notes.pop(_DROPPED_ANNOTATION, None)
    return item


class _Reader:
    """Follows the text of one List."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def items(self) -> Iterator[Item]:
        """Yield each object of `items`; whatever else the List says of itself is passed over."""
        listed = False
        self._expect("{")
        while self._next() != "}":
            key = self._value()
            self._expect(":")
            if key == "items" and self._next() == "[":
                listed = True
                yield from self._array()
            elif key == "items":
                listed = self._value() is None
            else:
                self._value()
            if self._next() != ",":
                break
            self._at += 1
        self._expect("}")
        if not listed or self._text[self._space() :]:
            raise ValueError

    def _array(self) -> Iterator[Item]:
        self._expect("[")
        while self._next() != "]":
            value = self._value()
            if not isinstance(value, dict):
                raise ValueError  # noqa: TRY004  the text is wrong, not our code
            yield value
            if self._next() != ",":
                break
            self._at += 1
        self._expect("]")

    def _value(self) -> object:
        value, self._at = _DECODER.raw_decode(self._text, self._space())
        return value

    def _space(self) -> int:
        found = _SPACE.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return self._at

    def _next(self) -> str:
        return self._text[self._space()]

    def _expect(self, letter: str) -> None:
        if self._next() != letter:
            raise ValueError
        self._at += 1
