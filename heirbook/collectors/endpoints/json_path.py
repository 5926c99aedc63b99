"""One value out of a JSON document, by dotted keys and `[n]`."""

import re
from dataclasses import dataclass

from pydantic import JsonValue

_STEP = re.compile(r"(?:^|\.)([^.\[\]]+)|\[([0-9]{1,6})\]")


@dataclass(frozen=True)
class Found:
    """A value that is there; it may be null or an empty text."""

    value: JsonValue


def value_at(document: JsonValue, path: str) -> Found | None:
    """Return the value at a path; None when the document does not hold it.

    Sample: `configuration.statuses.max_characters`, `items[0].name`.
    """
    at = 0
    for step in _STEP.finditer(path):
        if step.start() != at:
            return None
        at = step.end()
        key, index = step.groups()
        if key is not None and isinstance(document, dict) and key in document:
            document = document[key]
        elif index is not None and isinstance(document, list) and int(index) < len(document):
            document = document[int(index)]
        else:
            return None
    return Found(document) if at == len(path) and path else None
