"""Lines of `key=value`, as several sections print them."""

from heirbook.collectors.readers.lines import Lines

_LONGEST_NUMBER = 18
"""Digits that fit 64 bits."""


def keyed_lines(lines: Lines) -> dict[str, str]:
    """Return the values by key; of a repeated key the first one that is not empty stays.

    Sample: `NTPSynchronized=yes`. A line without `=` is refused.
    """
    found: dict[str, str] = {}
    for line in lines:
        key, equals, value = line.partition("=")
        if not equals:
            lines.refuse()
        elif not found.get(key):
            found[key] = value.strip()
    return found


def whole_number(text: str | None) -> int | None:
    """Return a whole number of at most 18 digits, None where there is none."""
    digits = (text or "").removeprefix("-")
    if not digits.isascii() or not digits.isdigit() or len(digits) > _LONGEST_NUMBER:
        return None
    return int(text or "")
