"""Command lines reduced by allow-list, for those that do not come from a server's own script."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from heirbook.redaction.allowed import ALLOWED
from heirbook.redaction.scrub import PLAIN_FORM as CUT

_ROOTS = "|".join(ALLOWED.roots)
_PATH = re.compile(rf"/((?:{_ROOTS})(?:/[A-Za-z0-9._@-]+)*/?)?")
_DOTS = re.compile(r"/\.\.?(/|\Z)")
_LONGEST_PATH = 255
_SITE = re.compile(r"[a-z][a-z0-9+.-]*://(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(:[0-9]+)?")
_URL = re.compile(r"[a-z][a-z0-9+.-]*://")
_USER = re.compile(r"://[^/]*@")
_SECRET = re.compile(r"pass|pwd|secret|token|key|cred|auth|login|user")
_OPTION = re.compile(r"--?[A-Za-z0-9][A-Za-z0-9._-]*")
_ATTACHED = re.compile(r"-[A-Za-z0-9].")
_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=")
_PROGRAM = re.compile(r"[A-Za-z0-9._/@:+!\[-]{1,119}")
_UNCLEAR = re.compile(r"[\"'`\\]|\$\(")
_JOINT = re.compile(r"\|\|?|&&?|;")
_REDIRECTION = re.compile(r"[0-9]?>>?|<")
_DUPLICATION = re.compile(r"[0-9]?>&[0-9]")
_INTO = re.compile(r"([0-9]?>>?)(/.*)", re.DOTALL)
_BEFORE_PROGRAM = frozenset({"if", "then", "else", "do", "!", "{", "fi", "done", "}"})
_BLANKS = re.compile(r"[ \t\r\n\v\f]+")
_VALUES = {
    "port": re.compile(r"[0-9]{1,5}"),
    "address": re.compile(
        r"(?=.{0,253}\Z)([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]|[0-9A-Fa-f:]+)?(:[0-9]+)?"
    ),
    "name": re.compile(r"[A-Za-z0-9._-]{1,63}"),
    "number": re.compile(r"[0-9]{1,10}"),
    # for options that a caller names itself
    "class": re.compile(r"[A-Za-z0-9._/-]{1,128}"),
}


def reduce_line(line: str) -> str:
    """Return one command line with only what is known to be harmless.

    Kept: the program, option names, values of listed options in their shape, paths under known
    roots, scheme, host and port of a URL, words listed for that program. From a quote, a backslash
    or a substitution on, the rest is cut, since it cannot be split with certainty.

    Sample: `/usr/bin/foo --port 8080 --password C4n4ry`.
    """
    work = _Words()
    kept: list[str] = []
    for word in _BLANKS.split(line.strip(" \t\r\n\v\f")):
        if _UNCLEAR.search(word):
            return " ".join([*kept, CUT])
        kept.append(work.joined(word))
    return " ".join(kept)


def reduce_words(
    command: Sequence[str], arguments: Sequence[str], classes: Collection[str] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return an argument list with only what is known to be harmless, word by word.

    Without a command nobody knows the program, so no word stands for it. `classes` are options
    that may keep a name with slashes.
    """
    work = _Words(classes=frozenset(classes), first=bool(command))
    kept = [work.separate(word) for word in (*command, *arguments)]
    return tuple(kept[: len(command)]), tuple(kept[len(command) :])


@dataclass
class _Words:
    """Takes the words of a command line in their order."""

    classes: frozenset[str] = frozenset()
    first: bool = True
    """The next word is a program."""
    _program: str = field(default="", init=False)
    _want: str = field(default="", init=False)
    """The option whose value may come next."""
    _into: bool = field(default=False, init=False)

    def separate(self, word: str) -> str:
        """Return what may stay of a word whose borders are certain."""
        if _UNCLEAR.search(word) or _BLANKS.search(word) or not word:
            named = re.match(r"(--?[A-Za-z0-9][A-Za-z0-9._-]*)=", word)
            self._want, self.first = "", False
            whole = named and len(named[1]) <= ALLOWED.longest_option
            short = named and _ATTACHED.match(named[1]) and named[1][1] != "-"
            return f"{named[1]}={CUT}" if named and whole and not short else CUT
        return self._word(word)

    def joined(self, word: str) -> str:
        """Return what may stay of a word of a line, where words join and redirect commands."""
        if self._into:
            self._into = False
            return word if _is_path(word) else CUT
        if not _SECRET.search(self._want.lower()):
            special = self._special(word)
            if special is not None:
                return special
        return self._word(word)

    def _special(self, word: str) -> str | None:
        if _JOINT.fullmatch(word):
            self.first, self._want = True, ""
            return word
        self._into = _REDIRECTION.fullmatch(word) is not None
        before = self.first and word in _BEFORE_PROGRAM
        if self._into or before or _DUPLICATION.fullmatch(word):
            return word
        if into := _INTO.fullmatch(word):
            return word if _is_path(into[2]) else into[1] + CUT
        found = _ASSIGNMENT.match(word) if self.first else None
        return found[0] + CUT if found else None

    def _word(self, word: str) -> str:
        want, self._want = self._want, ""
        if _SECRET.search(want.lower()):
            return CUT
        if self.first:
            self.first = False
            self._program = word.rpartition("/")[2].lstrip("-+!:@")
            return word if _PROGRAM.fullmatch(word) else CUT
        if word.startswith("-"):
            return self._option(word)
        if want and self._shape(want):
            return self._value(want, word)
        return self._free(word)

    def _free(self, word: str) -> str:
        if _is_path(word) or (word == "]" and self._program == "["):
            return word
        if _URL.match(word):
            return _site(word)
        return word if ALLOWED.keeps_word(self._program, word) else CUT

    def _option(self, word: str) -> str:
        name = re.split(r"[=:]", word, maxsplit=1)[0]
        if not _OPTION.fullmatch(name) or len(name) > ALLOWED.longest_option:
            self._want = "-"
            return CUT
        if name[1] != "-" and _ATTACHED.match(name) and not self._shape(name):
            self._want = "-"
            return name[:2] + CUT
        if name != word:
            return f"{name}={self._value(name, word[len(name) + 1 :])}"
        self._want = name
        return name

    def _shape(self, option: str) -> str:
        bare = re.sub(r"^--?", "", option)
        if bare in self.classes:
            return "class"
        found = ALLOWED.options.get(bare)
        return found.shape if found else ""

    def _value(self, option: str, value: str) -> str:
        shape = self._shape(option)
        if shape == "word":
            words = ALLOWED.options[re.sub(r"^--?", "", option)].words
            return value if value in words else CUT
        if shape == "path":
            return value if _is_path(value) else CUT
        if shape == "address" and "://" in value:
            return _site(value)
        return value if shape and _VALUES[shape].fullmatch(value) else CUT


def _is_path(word: str) -> bool:
    if len(word) > _LONGEST_PATH or not _PATH.fullmatch(word):
        return False
    return not _DOTS.search(word)


def _site(word: str) -> str:
    bare = _USER.sub("://", word, count=1)
    found = _SITE.match(bare)
    if not found:
        return CUT
    return found[0] if found.end() == len(bare) else f"{found[0]}/{CUT}"
