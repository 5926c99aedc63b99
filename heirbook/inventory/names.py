"""Names that an operator writes: which are usable, which are the same, which was meant."""

import difflib
import unicodedata
from collections.abc import Iterable

from heirbook.text import slug, visible

LONGEST_NAME = 253
MOST_CANDIDATES = 2000
"""Among more names than this no near one is looked for: it would take seconds."""
MOST_SUGGESTIONS = 50
"""As many as there are problems shown; a file full of mistakes must not hold the program up."""


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Return ` (did you mean 'port'?)` for the nearest candidate, or an empty text."""
    candidates = tuple(candidates)
    if len(word) > LONGEST_NAME or len(candidates) > MOST_CANDIDATES:
        return ""
    near = difflib.get_close_matches(word, sorted(candidates), 1, 0.6)
    return f" (did you mean '{near[0]}'?)" if near else ""


def name_problem(name: str) -> str | None:
    """Return why `name` cannot be a name, or None; a strange letter is told by its Unicode name."""
    if not name:
        return "a name is empty"
    strange = next((letter for letter in name if not _is_usual(letter)), None)
    if strange is not None:
        return f"a name holds {letter_name(strange)}; use a to z, 0 to 9, '-' and '.'"
    if slug(name) == name:
        return None
    return (
        "not usable as a name: at most 63 characters, each part between dots begins and ends with "
        "a letter or digit, and words such as 'index', 'assets', 'con' are reserved"
    )


def letter_name(letter: str) -> str:
    """Return the letter's code point and Unicode name: `U+0435 CYRILLIC SMALL LETTER IE`."""
    return f"U+{ord(letter):04X} {unicodedata.name(letter, 'without a name')}"


def sameness(name: str) -> str:
    """Return what two spellings of one name share: no trailing dot, one case, IDNA encoded."""
    plain = name.removesuffix(".").casefold()
    if len(plain) > LONGEST_NAME:
        return plain
    try:
        return plain.encode("idna").decode("ascii")
    except UnicodeError:
        return plain


def _is_usual(letter: str) -> bool:
    return letter.isascii() and (letter.islower() or letter.isdigit() or letter in "-.")


def dotted(parts: Iterable[str | int]) -> str:
    """Return a place inside a document as it is printed: `servers.upe.allowed_ports[1]`."""
    path = ""
    for part in parts:
        if isinstance(part, int):
            path += f"[{part}]"
        else:
            path += f"{'.' if path else ''}{visible(part[:LONGEST_NAME])}"
    return path
