"""Facts with every text scrubbed: what looks like a secret and slipped through a parser."""

from collections.abc import Callable
from typing import Any

from heirbook.inventory.record import Facts

Scrub = Callable[[str], str]


def scrubbed(facts: Facts, scrub: Scrub) -> Facts:
    """Return the facts as they are, or a copy in which what looks like a secret is replaced."""
    walk = _Walk(scrub)
    clean = walk.value(facts.model_dump())
    return type(facts).model_validate(clean) if walk.changed else facts


class _Walk:
    """Goes through plain values once; most texts of a cluster stand in it many times."""

    def __init__(self, scrub: Scrub) -> None:
        self._scrub = scrub
        self._seen: dict[str, str] = {}
        self.changed = False

    def value(self, value: Any) -> Any:  # noqa: ANN401  whatever a record can hold
        """Return the value with its texts scrubbed."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, dict):
            return {key: self.value(one) for key, one in value.items()}
        if isinstance(value, tuple | list):
            return tuple(self.value(one) for one in value)
        return value

    def _text(self, text: str) -> str:
        known = self._seen.get(text)
        if known is None:
            known = self._seen[text] = self._scrub(text)
            self.changed = self.changed or known != text
        return known
