"""The rules whose values need the whole text: private keys, shares, digits after a telling word."""

import re
from collections.abc import Iterator

from heirbook.redaction.secret_words import is_secret_like
from heirbook.redaction.shares import find_shares

_PRIVATE = re.compile(
    r"(?:-----(?P<edge>BEGIN|END) [A-Z0-9 ]{0,40})?PRIVATE KEY-----"
    r"|b3BlbnNzaC1rZXktdjE|PuTTY-User-Key-File-|AGE-SECRET-KEY-1|age-secret-key-1"
)
# plain letters to look for first: a search for them takes a twentieth of the pattern's time
_PRIVATE_SIGNS = (
    *("PRIVATE KEY-----", "b3BlbnNzaC1rZXktdjE", "PuTTY-User-Key-File-"),
    *("AGE-SECRET-KEY-1", "age-secret-key-1"),
)
_PRIVATE_END = re.compile(r"-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----")
_KEY_TEXT = re.compile(r"[\w+/=\s:,.\\-]*+")
_KEY_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\\\r\n\t "
_HEX = re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{32,}+(?![0-9A-Za-z])")
_NAMED_DIGEST = re.compile(r"(?:sha(?:1|224|256|384|512)|md5)[:=-]\Z", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z_][\w.-]*+")
_HEX_REACH = 64


def find_long(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield kind, start and end of each value found; time grows with the text's length alone."""
    for start, end in _private_keys(text):
        yield "private-key", start, end
    for start, end in find_shares(text):
        yield "share", start, end
    for found in _HEX.finditer(text):
        if _follows_secret_word(text[max(0, found.start() - _HEX_REACH) : found.start()]):
            yield "hex", found.start(), found.end()


def _private_keys(text: str) -> Iterator[tuple[int, int]]:
    if not any(sign in text for sign in _PRIVATE_SIGNS):
        return
    done = 0
    for found in _PRIVATE.finditer(text):
        if found.start() < done:
            continue
        start, end = found.span()
        if found["edge"] == "END":  # its beginning was cut off: the body stands before it
            start = done + len(text[done:start].rstrip(_KEY_LETTERS))
        else:
            closing = _PRIVATE_END.search(text, end)
            end = closing.end() if closing else _key_text_end(text, end)
        yield start, end
        done = end


def _key_text_end(text: str, start: int) -> int:
    found = _KEY_TEXT.match(text, start)
    return found.end() if found else start


def _follows_secret_word(before: str) -> bool:
    if _NAMED_DIGEST.search(before):
        return False
    near = re.split(r"[\n,;{}\[\]]", before)[-1]
    return any(is_secret_like(name) for name in _NAME.findall(near))
