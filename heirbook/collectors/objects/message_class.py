"""What a message of a cluster is about; the message itself may hold a value and is dropped."""

import re
from typing import cast

from heirbook.inventory.kubernetes.pod import MessageClass

LONGEST_MESSAGE = 4096
_QUOTED = re.compile(r'"[^"]*"')
"""Names of images and addresses, whose words mean nothing."""
_STATUS = r"status(?: code)?:? "
_UNAUTHORIZED = (
    r"unauthorized|authentication required|access denied|access to the resource is denied"
    rf"|authorization (?:failed|may be required)|no basic auth credentials|{_STATUS}40[13]\b"
)
_CLASSES = (
    ("exec-format", r"exec format error"),
    ("rate-limited", rf"toomanyrequests|too many requests|rate.?limit|{_STATUS}429\b"),
    ("unknown-authority", r"unknown authority|x509: certificate signed by"),
    ("connection-refused", r"connection refused"),
    ("unauthorized", _UNAUTHORIZED),
    (
        "not-found",
        rf"not found|manifest unknown|name unknown|does not exist|no such file|{_STATUS}404\b",
    ),
    ("timeout", r"i/o timeout|deadline exceeded|timed? ?out|client\.timeout"),
)
_PATTERNS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _CLASSES)


def message_class(text: str | None) -> MessageClass | None:
    """Return the first class that fits, `other` where none does, None without a message.

    Sample: `exec /usr/bin/app: exec format error`.

    Source: containerd 1.6 and 1.7, kubelet 1.32.
    """
    if not text:
        return None
    short = _QUOTED.sub("", text[:LONGEST_MESSAGE])
    found = next((name for name, pattern in _PATTERNS if pattern.search(short)), "other")
    return cast("MessageClass", found)
