"""Strict JSON: no key twice, no NaN, no number that another program would read otherwise.

Documents are read at nearly the C decoder's speed; only one that it refuses is read again, token by
token, to find the place.
"""

import json
import math
import re
from pathlib import Path
from typing import NoReturn

from pydantic import JsonValue

from heirbook.errors import Problem, WorkspaceError
from heirbook.inventory.file_text import FileTextError, decode, read_bytes
from heirbook.inventory.names import dotted

LARGEST_BYTES = 64 * 1024 * 1024
DEEPEST = 200
MOST_DIGITS = 18

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_TOKEN = re.compile(
    r'"(?P<text>(?:[^"\\]|\\.)*)"|(?P<open>[\[{])|(?P<close>[\]}])|(?P<colon>:)|(?P<comma>,)'
    r"|(?P<number>-?[0-9][0-9.eE+-]*)|(?P<word>-?[A-Za-z]+)",
    re.DOTALL,
)


class _NotStrictError(Exception):
    """Something that the decoder itself would let pass; where it is, the slow pass finds."""


def load_json(root: Path, name: str, largest_bytes: int = LARGEST_BYTES) -> JsonValue | None:
    """Return the JSON document in the file `name` below `root`, or None when there is no file.

    Raises:
        WorkspaceError: with file, line and column of the first thing that is not strict JSON.
    """
    text = _text(root, name, largest_bytes)
    return None if text is None else parse_json(text, name)


def load_json_lines(
    root: Path, name: str, largest_bytes: int = LARGEST_BYTES
) -> tuple[tuple[JsonValue, ...], str | None]:
    """Return the documents of a file with one on each line, and a note when the last was torn off.

    Raises:
        WorkspaceError: with file, line and column, when another line than the last is broken.
    """
    text = _text(root, name, largest_bytes)
    return ((), None) if text is None else parse_json_lines(text, name)


def parse_json(text: str, name: str, first_line: int = 1) -> JsonValue:
    """Return the JSON document that `text` holds; `name` stands in messages.

    Raises:
        WorkspaceError: with file, line and column of the first thing that is not strict JSON.
    """
    try:
        found: JsonValue = json.loads(
            text,
            object_pairs_hook=_once,
            parse_constant=_refused,
            parse_int=_whole,
            parse_float=_finite,
        )
    except json.JSONDecodeError as error:
        _refuse(text, name, first_line, (error.pos, error.msg.lower()))
    except (_NotStrictError, RecursionError):
        _refuse(text, name, first_line, _offence(text) or (0, "cannot be read as JSON"))
    if "\\u" in text and _SURROGATE.search(text):
        offence = _offence(text)
        if offence:
            _refuse(text, name, first_line, offence)
    return found


def parse_json_lines(text: str, name: str) -> tuple[tuple[JsonValue, ...], str | None]:
    """Return the documents of a text with one on each line, and a note when the last was torn off.

    Raises:
        WorkspaceError: with file, line and column, when another line than the last is broken.
    """
    lines = text.split("\n")
    last = max((number for number, line in enumerate(lines) if line.strip()), default=-1)
    found: list[JsonValue] = []
    for number, line in enumerate(lines[: last + 1]):
        if not line.strip():
            continue
        try:
            found.append(parse_json(line, name, number + 1))
        except WorkspaceError:
            if number < last or text.endswith("\n"):
                raise
            return tuple(found), f"{name}:{number + 1}: the last line was torn off and is left out"
    return tuple(found), None


def _text(root: Path, name: str, largest_bytes: int) -> str | None:
    try:
        return decode(read_bytes(root, name, largest_bytes), name)
    except FileTextError as error:
        raise WorkspaceError(f"'{name}' cannot be read", problems=(error.problem,)) from None


def _once(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _NotStrictError
    return found


def _refused(_word: str) -> NoReturn:
    raise _NotStrictError


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS and len(digits.lstrip("-")) > MOST_DIGITS:
        raise _NotStrictError
    return int(digits)


def _finite(number: str) -> float:
    found = float(number)
    if not math.isfinite(found):
        raise _NotStrictError
    return found


def _refuse(text: str, name: str, first_line: int, offence: tuple[int, str]) -> NoReturn:
    offset, message = offence
    line = text.count("\n", 0, offset) + first_line
    column = offset - text.rfind("\n", 0, offset)
    problem = Problem(f"{name}:{line}:{column}", "", message)
    hint = f"git restore '{name}'"
    raise WorkspaceError(f"'{name}' is not the JSON it was", hint, (problem,)) from None


def _offence(text: str) -> tuple[int, str] | None:
    """Return the first place that is not strict, and why; it is read token by token."""
    keys: list[dict[str, int] | None] = []
    before = ""
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup or ""
        wrong = _wrong_token(kind, token[0])
        if kind == "open":
            keys.append({} if token[0] == "{" else None)
            if len(keys) > DEEPEST:
                wrong = f"nested deeper than {DEEPEST}"
        elif kind == "close" and keys:
            keys.pop()
        elif kind == "text" and before in ("open", "comma") and keys and keys[-1] is not None:
            wrong = wrong or _twice(token, keys[-1], text)
        if wrong:
            return token.start(), wrong
        before = kind
    return None


def _twice(token: re.Match[str], keys: dict[str, int], text: str) -> str | None:
    key: str = json.loads(token[0], strict=False)
    if key not in keys:
        keys[key] = token.start()
        return None
    first = keys[key]
    line, column = text.count("\n", 0, first) + 1, first - text.rfind("\n", 0, first)
    return f"the key '{dotted((key,))}' stands twice, first at {line}:{column}"


def _wrong_token(kind: str, token: str) -> str | None:
    if kind == "word" and token not in ("true", "false", "null"):
        return "not a JSON value"
    if kind == "number":
        return _wrong_number(token)
    if kind == "text" and "\\u" in token:
        text = json.loads(token, strict=False)
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            return "holds half of a surrogate pair, which is no text"
    return None


def _wrong_number(token: str) -> str | None:
    digits = token.lstrip("-")
    if digits.isdigit():
        return f"a number of more than {MOST_DIGITS} digits" if len(digits) > MOST_DIGITS else None
    try:
        finite = math.isfinite(float(token))
    except ValueError:
        return "not a number"
    return None if finite else "a number that is too large"
