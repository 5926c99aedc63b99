"""A class of characters, `[…]`, rewritten to the bracket expression of a POSIX ERE."""

import re

_MEMBER = re.compile(
    r"(?P<named>\[:[a-z]+:\])|(?P<range>[0-9]-[0-9]|[a-z]-[a-z]|[A-Z]-[A-Z])"
    r"|\\(?P<escaped>[^A-Za-z0-9])|(?P<sign>[^\\])",
    re.ASCII,
)
_NAMES = frozenset(
    f"[:{name}:]"
    for name in (
        *("alnum", "alpha", "blank", "cntrl", "digit", "graph"),
        *("lower", "print", "punct", "space", "upper", "xdigit"),
    )
)
_LAST = "[\\^-"
"""These mean themselves only at the end, in this order; a closing bracket only at the beginning."""


class RegexError(ValueError):
    """What of a regular expression has no meaning in a POSIX ERE, or another one."""


def posix_class(text: str, at: int) -> tuple[str, int]:
    r"""Return the class that begins at a position as POSIX writes it, and the position after it.

    Sample: `[^\]a-z-]` gives `[^]a-z-]`.

    Raises:
        RegexError: when it is not closed, or holds what POSIX has no word for.

    Source: POSIX.1-2017, 9.3.5 RE Bracket Expression.
    """
    negated = text.startswith("^", at + 1)
    first = at = at + 1 + negated
    parts: list[str] = []
    signs: set[str] = set()
    while at == first or not text.startswith("]", at):
        found = _MEMBER.match(text, at)
        if found is None:
            raise RegexError(r"a class is not closed, or holds \d \w \s: write [0-9], [:space:]")
        if found["sign"] == "-" and first < at and not text.startswith("]", found.end()):
            raise RegexError("a range goes from a digit or a letter to another of its kind")
        _sort_in(found, parts, signs)
        at = found.end()
    return _written(negated, parts, signs), at + 1


def _sort_in(found: re.Match[str], parts: list[str], signs: set[str]) -> None:
    if found["named"]:
        if found["named"] not in _NAMES:
            raise RegexError("no class of that name is known")
        parts.append(found["named"])
    elif found["range"]:
        if found["range"][0] > found["range"][2]:
            raise RegexError("a range goes backwards")
        parts.append(found["range"])
    else:
        sign = found["escaped"] or found["sign"]
        if not sign.isascii():
            raise RegexError("a class holds plain ASCII characters only")
        signs.add(sign)


def _written(negated: bool, parts: list[str], signs: set[str]) -> str:  # noqa: FBT001  one of three
    if signs == {"^"} and not parts and not negated:
        return "\\^"
    plain = sorted(signs - {"]", *_LAST})
    last = [sign for sign in _LAST if sign in signs]
    inside = ["]"] * ("]" in signs) + parts + plain + last
    return f"[{'^' * negated}{''.join(inside)}]"
