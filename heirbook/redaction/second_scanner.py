"""The second opinion of the gate: detect-secrets, line by line, without its entropy plugins."""

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
from detect_secrets.core.scan import scan_line
from detect_secrets.plugins.keyword import DENYLIST
from detect_secrets.settings import get_plugins, get_settings, transient_settings

from heirbook.redaction.harmless_values import is_harmless, is_wording
from heirbook.redaction.telling_lines import NAME_HINTS, line_starts, piece_at, telling_lines

# by scan_line the first two flag every line, the third every address of an inventory
SWITCHED_OFF = {"Base64HighEntropyString", "HexHighEntropyString", "IPPublicDetector"}
# a comment in a page must not switch the scanner off
_ALLOW_COMMENT = "detect_secrets.filters.allowlist.is_line_allowlisted"
_KEYWORD = "secret-keyword"
# its patterns that start from a name; they are slow, so what all of them need is asked first
_NAMED = re.compile(r"pass|pwd|secret")
_KEYWORDS = "|".join(DENYLIST)
_LIKE_A_VALUE = re.compile(
    # the keywords with a quoted value behind an operator, or compared with one before them
    rf"(?:{_KEYWORDS})\S*?\s*[=:!>]{{0,3}}\s*[\"'`]|[\"'`]\s*[!=]{{2,3}}\s*\w*?(?:{_KEYWORDS})"
    # the keys of named services, all of 24 characters or more
    r"|(?:key|pwd?|pass(?:word)?|token)(?:.{0,20}?[\"']|[\"']?\]? *(?:[=:]|:=|=>|::)? *[\"']?)"
    r"[\w+/\[\]\\^`-]{20}",
    re.IGNORECASE,
)
# letters that a plugin's patterns cannot do without, for those that are slow to try
_HINTS = {
    "CloudantDetector": ("cloudant",),
    "MailchimpDetector": ("-us",),
    "SlackDetector": ("xox", "hooks.slack.com"),
    "SoftlayerDetector": ("softlayer",),
    "StripeDetector": ("k_live_",),
}
_LOOK_BEHIND = '(?:\\s|=|:|"|^)'
_WINDOW, _OVERLAP = 1024, 256
_ONE_AT_A_TIME = threading.Lock()


class SecondScanner:
    """The scanner while its settings are ours; made by `second_scanner` only."""

    def __init__(self) -> None:
        self._patterns = [
            # many lines are tried as one text first, so line edges must count as edges; without
            # what stands before its literal letters a pattern finds more, ten times as fast
            (
                _HINTS.get(type(plugin).__name__, ("",)),
                re.compile(
                    pattern.pattern.removeprefix(_LOOK_BEHIND), pattern.flags | re.MULTILINE
                ),
            )
            for plugin in get_plugins()
            for pattern in getattr(plugin, "denylist", ())
            if not _NAMED.search(pattern.pattern)
        ]

    def hits(self, lines: Sequence[str]) -> Iterator[tuple[int, str, str]]:
        """Yield index of the line, rule and value of what looks secret.

        A line is scanned when any plugin could find something there: scanning takes 0.1 ms.
        """
        named = telling_lines(lines, NAME_HINTS)
        suspects = {index for index in named if _LIKE_A_VALUE.search(lines[index])}
        for index in sorted(suspects | self._touched(lines)):
            yield from ((index, rule, value) for rule, value in _line_hits(lines[index]))

    def _touched(self, lines: Sequence[str]) -> set[int]:
        """Return the lines that any pattern's matches in the whole text begin, cross or end in."""
        text = "\n".join(lines)
        lower = text.lower()
        found = [
            match.span()
            for hints, pattern in self._patterns
            if any(hint in lower for hint in hints)
            for match in pattern.finditer(text)
        ]
        starts = line_starts(lines) if found else []
        return {
            index
            for start, end in found
            for index in range(piece_at(starts, start), piece_at(starts, end) + 1)
        }


@contextmanager
def second_scanner() -> Iterator[SecondScanner]:
    """Yield the scanner; its settings are global, so a second thread waits here."""
    plugins: Any = get_mapping_from_secret_type_to_class()  # the library is typed in part only
    names = {plugin.__name__ for plugin in plugins.values()}
    used = [{"name": name} for name in sorted(names - SWITCHED_OFF)]
    with _ONE_AT_A_TIME, transient_settings({"plugins_used": used}):
        get_settings().disable_filters(_ALLOW_COMMENT)
        yield SecondScanner()


def _line_hits(line: str) -> Iterator[tuple[str, str]]:
    for start in range(0, max(len(line) - _OVERLAP, 1), _WINDOW - _OVERLAP):
        found: Any  # the library is typed in part only
        for found in scan_line(line[start : start + _WINDOW]):
            rule, value = found.type.lower().replace(" ", "-"), str(found.secret_value or "")
            if not _is_false_alarm(rule, value):
                yield rule, value


def _is_false_alarm(rule: str, value: str) -> bool:
    return is_harmless(value) or (rule == _KEYWORD and is_wording(value, after_blank=True))
