"""A planted value, the forms it is written in, and the one search for what is left of any."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_HEAD, _TAIL = "qZ7jxW4v", "K9fTmR2u"
"""Both ends of every canary: a value that was cut on either side is still found."""

FORMS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 after 1": lambda text: base64.b64encode(b"x" + text.encode()).decode(),
    "base64 after 2": lambda text: base64.b64encode(b"xy" + text.encode()).decode(),
    "hex": lambda text: text.encode().hex(),
    "percent": lambda text: "".join(f"%{ord(letter):02x}" for letter in text),
    "json": lambda text: "".join(f"\\u{ord(letter):04x}" for letter in text),
    "references": lambda text: "".join(f"&#{ord(letter)};" for letter in text),
}
"""How a value is written when it is planted, by the name of the form."""


@dataclass(frozen=True)
class Canary:
    """The value that stands in one place in one form."""

    place: str
    form: str

    @property
    def value(self) -> str:
        """Return the value before it is put into its form."""
        middle = hashlib.sha256(f"{self.place} {self.form}".encode()).hexdigest()[:12]
        return f"{_HEAD}{middle}{_TAIL}"

    @property
    def written(self) -> str:
        """Return the value as it is planted."""
        return FORMS[self.form](self.value)


def canaries(place: str) -> tuple[Canary, ...]:
    """Return the canaries of a place, one a form."""
    return tuple(Canary(place, form) for form in FORMS)


def found(content: bytes) -> tuple[str, ...]:
    """Return what is left of any canary in any form, with some letters around it."""
    hits = [match.span() for match in _NEEDLE.finditer(content)]
    return tuple(
        content[max(0, start - 60) : end + 60].decode("utf-8", "replace") for start, end in hits
    )


def _needles() -> Iterator[str]:
    for part in (_HEAD, _TAIL):
        for before in range(3):
            # of base64 only the letters that depend on nothing beside the part
            coded = base64.b64encode(b"\0" * before + part.encode()).decode().rstrip("=")
            yield coded[-(-before * 8 // 6) : (before + len(part)) * 8 // 6]
        yield part
        yield part.encode().hex()
        for form in ("percent", "json", "references"):
            yield FORMS[form](part)
        yield "".join(f"&#x{ord(letter):x};" for letter in part)
        yield json.dumps(FORMS["json"](part))[1:-1]
        yield "&amp;".join(FORMS["references"](part).split("&"))


_NEEDLE = re.compile("|".join(map(re.escape, _needles())).encode(), re.IGNORECASE)
