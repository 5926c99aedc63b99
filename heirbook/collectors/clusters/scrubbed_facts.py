"""Facts with every text scrubbed: what looks like a secret and slipped through a parser."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from heirbook.inventory.record import Facts

Scrub = Callable[[str], str]
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')


def scrubbed(facts: Facts, scrub: Scrub) -> Facts:
    """Return the facts as they are, or a copy in which what looks like a secret is replaced.

    Each text is looked at once, however often it stands there: most of a cluster's are repeated.
    """
    written = {match[0] for match in _TEXT.finditer(facts.model_dump_json())}
    texts = (json.loads(one) for one in written)
    changed = {text: clean for text in texts if (clean := scrub(text)) != text}
    if not changed:
        return facts
    return type(facts).model_validate(_replaced(facts.model_dump(), changed))


def _replaced(value: Any, changed: Mapping[str, str]) -> Any:  # noqa: ANN401  as records hold it
    if isinstance(value, str):
        return changed.get(value, value)
    if isinstance(value, dict):
        return {key: _replaced(one, changed) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return tuple(_replaced(one, changed) for one in value)
    return value
