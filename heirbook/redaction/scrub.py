"""Secret values in text replaced by forms: with a fingerprint on arrival, plain in pages."""
# ruff: noqa: RUF001, RUF002  the brackets of our forms are meant

import re
from functools import lru_cache

from heirbook.redaction.fingerprint import fp8
from heirbook.redaction.rules import matches, may_match

PLAIN_FORM = "‹redacted›"
# pages repeat most of their short values: names, states, versions
_LONGEST_KEPT = 256
# a fingerprint that arrives is forged, whatever its shape
_ARRIVED = re.compile(r"‹\s{0,8}redacted[^›\n]{0,256}›", re.IGNORECASE)


def scrub(text: str, key: bytes | None) -> str:
    """Return the text with every value that looks secret replaced by its form.

    With a key the form is `‹redacted:KIND:FP8›`, without one `‹redacted›`. Forms that stand in the
    text already lose their fingerprint: a server could have written them.
    """
    if not may_match(text):
        return text
    plain = _ARRIVED.sub(PLAIN_FORM, text) if "‹" in text else text
    done, parts = 0, []
    for match in matches(plain):
        parts += [plain[done : match.start], form(match.kind, plain[match.start : match.end], key)]
        done = match.end
    return "".join([*parts, plain[done:]])


def scrub_plain(text: str) -> str:
    """Return the text as pages show it: every value that looks secret is `‹redacted›`."""
    return _scrubbed(text) if len(text) <= _LONGEST_KEPT else scrub(text, None)


@lru_cache(maxsize=8192)
def _scrubbed(text: str) -> str:
    return scrub(text, None)


def form(kind: str, value: str, key: bytes | None) -> str:
    """Return what stands in place of a value."""
    return PLAIN_FORM if key is None else f"‹redacted:{kind}:{fp8(key, value)}›"
