"""The objects of a List, one after the other: never all of them decoded at once."""

import json
import re
from codecs import getincrementaldecoder
from collections.abc import Iterator

from heirbook.collectors.resource import Item

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()
_DROPPED_ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration"


class BrokenListError(Exception):
    """What arrived is no List, or ends in the middle."""


def items(answer: bytes, at_once_bytes: int = 1024 * 1024) -> Iterator[Item]:
    """Yield the objects of a List as `kubectl get -o json` prints it, or the one object it is.

    What repeats the values of an object, `managedFields` and the last applied configuration, is
    dropped here. So much of it is decoded at once, or one object that is larger.

    Sample: `{"apiVersion": "v1", "items": [{"kind": "Pod"}], "kind": "List"}`.

    Raises:
        BrokenListError: where it cannot be read on; the objects before it have been given.

    Source: kubectl 1.20 and 1.32.
    """
    reader = _Reader(answer, at_once_bytes)
    try:
        yield from map(_lean, reader.items())
    except (ValueError, RecursionError):
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
    """Follows a List; no more of it is text at a time than one object and a little."""

    def __init__(self, answer: bytes, at_once_bytes: int) -> None:
        self._answer = answer
        self._at_once_bytes = at_once_bytes
        self._taken = 0
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._text = ""
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
        if not listed or not self._is_over():
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
        self._next()
        wanted = self._at_once_bytes
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except ValueError:
                if not self._more(wanted):
                    raise
            else:
                # a number that ends where the text does may go on behind it
                if end < len(self._text) or not self._more(wanted):
                    self._at = end
                    return value
            wanted *= 2

    def _more(self, wanted: int) -> bool:
        """Return whether there was more of the answer to decode; what was read is let go."""
        if self._taken >= len(self._answer):
            return False
        chunk = self._answer[self._taken : self._taken + wanted]
        self._taken += len(chunk)
        text = self._decode(chunk, self._taken >= len(self._answer))
        self._text = self._text[self._at :] + text
        self._at = 0
        return True

    def _is_over(self) -> bool:
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return False
            if not self._more(self._at_once_bytes):
                return True

    def _next(self) -> str:
        if self._is_over():
            raise ValueError
        return self._text[self._at]

    def _expect(self, letter: str) -> None:
        if self._next() != letter:
            raise ValueError
        self._at += 1
