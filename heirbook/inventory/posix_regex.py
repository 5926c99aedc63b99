"""A regular expression with one group `value`, rewritten to the POSIX ERE that a server runs."""

import re
from dataclasses import dataclass

from heirbook.inventory.posix_class import RegexError, posix_class

GROUP = "(?P<value>"
_MOST_GROUPS = 9
"""`sed` names groups by one digit."""
_MOST_TIMES = 255
_SPECIAL = frozenset(".^$*+?()[]{}|\\")
_BOUND = re.compile(r"\{(\d*)(,?)(\d*)\}", re.ASCII)


@dataclass(frozen=True)
class PosixRegex:
    """An extended regular expression and the number of its group `value`."""

    ere: str
    group: int


def posix_regex(text: str) -> PosixRegex:
    r"""Return the ERE that finds the same as the given expression.

    Sample: `^Port[ ]+(?P<value>[0-9]+)` gives `^Port[ ]+([0-9]+)`, group 1.

    Raises:
        RegexError: for lookaround, `\d \w \s`, lazy quantifiers, flags, control characters, and
            when there is not exactly one group `value`.

    Source: POSIX.1-2017, 9.4 Extended Regular Expressions; GNU sed 4.9, busybox 1.35.
    """
    return _Rewriter(text).whole()


class _Rewriter:
    """Goes through an expression once, from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._written: list[str] = []
        self._depth = 0
        self._groups = 0
        self._value = 0
        self._repeatable = False
        """Whether a quantifier may follow."""

    def whole(self) -> PosixRegex:
        if any(not sign.isprintable() for sign in self._text):
            raise RegexError("control characters have no place in it")
        while self._at < len(self._text):
            self._next()
        if self._depth or self._written[-1:] == ["|"]:
            raise RegexError("it is not complete")
        if not self._value:
            raise RegexError("it needs one named group 'value': (?P<value>…)")
        return PosixRegex("".join(self._written), self._value)

    def _next(self) -> None:
        sign = self._text[self._at]
        match sign:
            case "(":
                self._open()
            case ")" | "|":
                self._end(sign)
            case "[":
                self._write_class()
            case "\\":
                self._escaped()
            case "*" | "+" | "?":
                self._quantifier(sign, sign)
            case "{" if found := _BOUND.match(self._text, self._at):
                self._quantifier(found[0], _bound(found))
            case "{":
                self._take(sign, "\\{")
            case _:
                self._take(sign, sign, repeatable=sign not in "^$")

    def _take(self, read: str, written: str, *, repeatable: bool = True) -> None:
        self._at += len(read)
        self._written.append(written)
        self._repeatable = repeatable

    def _open(self) -> None:
        rest = self._text[self._at :]
        opening = next((word for word in (GROUP, "(?:") if rest.startswith(word)), "(")
        if opening == "(" and rest.startswith("(?"):
            raise RegexError("lookaround, flags and other named groups do not work on a server")
        self._groups += 1
        if opening == GROUP:
            if self._value or self._groups > _MOST_GROUPS:
                raise RegexError("it needs one group 'value', among the first nine groups")
            self._value = self._groups
        self._depth += 1
        self._take(opening, "(", repeatable=False)

    def _end(self, sign: str) -> None:
        if not self._written or self._written[-1] in ("(", "|"):
            raise RegexError("a choice or a group is empty")
        self._depth -= sign == ")"
        if self._depth < 0:
            raise RegexError("a bracket is closed that was not opened")
        self._take(sign, sign, repeatable=sign == ")")

    def _escaped(self) -> None:
        sign = self._text[self._at + 1 : self._at + 2]
        if not sign or sign.isalnum():
            raise RegexError(r"no \d \w \s \b there: write [0-9], [A-Za-z0-9_] or [ ]")
        # a backslash before any other sign has a meaning of its own in some programs
        self._take(f"\\{sign}", f"\\{sign}" if sign in _SPECIAL else sign)

    def _quantifier(self, read: str, written: str) -> None:
        if not self._repeatable:
            raise RegexError("a quantifier follows nothing, or another one")
        self._take(read, written, repeatable=False)

    def _write_class(self) -> None:
        written, end = posix_class(self._text, self._at)
        self._take(self._text[self._at : end], written)


def _bound(found: re.Match[str]) -> str:
    least, comma, most = found.groups()
    if not (least or most):
        raise RegexError("braces hold one number or two")
    if max(int(least or 0), int(most or 0)) > _MOST_TIMES:
        raise RegexError(f"nothing repeats more than {_MOST_TIMES} times there")
    return f"{{{int(least or 0)}{comma}{most}}}"
