"""What was sent in as a key, as plain text; and whether a private key is anywhere in it."""

import re

LONGEST_INPUT = 64 * 1024
"""Bytes of an input that is looked at; a key is far shorter."""

_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_NOT_SHOWN = re.compile(f"[{_UNSEEN}]")
_BETWEEN = re.compile(rf"[\s>|\0{_UNSEEN}]+")
_QUOTED = re.compile(r"^[ \t>|]+", re.MULTILINE)
_PRIVATE = re.compile(
    r"BEGIN[A-Z0-9]*PRIVATEKEY"
    r"|(?i:-{3}(?:BEGIN|END)[a-z0-9]*PRIVATEKEY)"
    r"|(?i:PuTTY-User-Key-File-|Private-Lines:|AGE-SECRET-KEY-|openssh-key-v1)"
    r"|b3BlbnNzaC1rZXktdjE"
)


def decoded(data: bytes) -> str:
    r"""Return the text of a file or mail: UTF-8, or the UTF-16 that PowerShell 5 writes with `>`.

    Lines end with `\n`; quote marks of mails, hidden characters and no-break spaces are gone.
    """
    text = _characters(data).replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    return _QUOTED.sub("", _NOT_SHOWN.sub("", text))


def holds_private_key(data: bytes) -> bool:
    """Return whether a mark of a private key stands anywhere, however it was broken apart."""
    readings = (_characters(data), data.decode("latin-1"))
    return any(_PRIVATE.search(_BETWEEN.sub("", text)) for text in readings)


def _characters(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if b"\0" in data:
        big = data[0::2].count(0) > data[1::2].count(0)
        return data.decode("utf-16-be" if big else "utf-16-le", "replace")
    return data.decode("utf-8-sig", "replace")
