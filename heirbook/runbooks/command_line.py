"""A command with its values filled in: each one word of a shell, or no command at all."""

import re
import shlex
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from heirbook.runbooks.runbook import Command
from heirbook.runbooks.subject import AGEING, Doubt, Fact, Subject
from heirbook.text import shell_word

PLACEHOLDER = re.compile(r"@\{([a-z][a-z_]*)\}")
_KUBECTL = re.compile(r"\bkubectl(?= --context )")
_PREFIX_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/=:-]*")
_ON_ANY_COMPUTER = re.compile(r"[A-Za-z0-9 ._:/@~=,-]+")
RIGHTS = {"root": "", "sudo": "sudo ", "doas": "doas "}
"""How the administrator's rights are had, as a line begins."""


@dataclass(frozen=True)
class Filled:
    """A line as it is printed."""

    state: Literal["filled"]
    line: str
    facts: tuple[tuple[str, str], ...] = ()
    """The facts it was made with, by name; what a verification is bound to."""
    oldest: datetime | None = None
    """When the oldest of its facts was seen, if that is long ago."""


@dataclass(frozen=True)
class Lacking:
    """What stands in a command's place when a fact is missing or must not enter a command."""

    state: Literal["lacking"]
    fact: str
    doubt: Doubt
    value: str = ""
    """The value that must not enter it, where it may be shown."""


def used_facts(command: Command) -> tuple[str, ...]:
    """Return the names of the facts that a command needs, in their order."""
    names = list(dict.fromkeys(PLACEHOLDER.findall(command.run)))
    needs_root = command.root and command.on == "server"
    return (*(("prefix",) if needs_root else ()), *names)


def filled(command: Command, subject: Subject, as_of: datetime) -> Filled | Lacking:
    """Return the line to print, or the first fact that stands in its way.

    Each word of a value is quoted by itself: a program receives exactly the value.
    """
    used = {name: subject.fact(name) for name in used_facts(command)}
    for name, fact in used.items():
        doubt = fact.doubt(as_of) or ("unusual" if _unfit(command, fact) else "")
        if doubt:
            shown = " ".join(fact.words) if doubt in ("unusual", "old") else ""
            return Lacking("lacking", name, doubt, shown)
    line = PLACEHOLDER.sub(lambda found: _quoted(used[found[1]]), command.run)
    begun = _begun(command, subject, line)
    if begun is None:
        return Lacking("lacking", "kubectl", "unusual")
    ages = [fact.seen_at for fact in used.values() if fact.age(as_of) > AGEING and fact.seen_at]
    facts = tuple((name, " ".join(fact.words)) for name, fact in sorted(used.items()))
    return Filled("filled", begun, facts, min(ages, default=None))


def _quoted(fact: Fact) -> str:
    return " ".join(shell_word(word) for word in fact.words)


def _unfit(command: Command, fact: Fact) -> bool:
    """Return whether a value could mean something else in one of the shells of a computer."""
    anywhere = command.on != "computer"
    return not anywhere and not all(_ON_ANY_COMPUTER.fullmatch(word) for word in fact.words)


def _begun(command: Command, subject: Subject, line: str) -> str | None:
    """Return the line with what its place needs in front; None where that is no plain words."""
    if command.on == "server" and command.root:
        return f"{RIGHTS[subject.fact('prefix').words[0]]}{line}"
    if command.on == "kubectl" and subject.kubectl is not None:
        words = _words(subject.kubectl.prefix)
        if not words or not all(_PREFIX_WORD.fullmatch(word) for word in words):
            return None
        return _KUBECTL.sub(lambda _: " ".join(words), line)
    return line


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:  # a quotation that does not end
        return []
