"""What a runbook is about: one object of the fleet with the facts that fill its commands."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from heirbook.inventory.declared import KubectlFrom
from heirbook.inventory.relations.joined import Joined
from heirbook.inventory.snapshot import Snapshot
from heirbook.redaction import scrub_plain

LONGEST_VALUE = 200
OLD = timedelta(days=30)
"""A fact seen longer ago does not enter a command."""
AGEING = timedelta(days=7)
"""A fact seen longer ago enters it with its age beside it."""
MARK = "\u2039"
"""How the form begins that a removed secret leaves."""
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
Doubt = Literal["", "unknown", "unusual", "redacted", "old"]


@dataclass(frozen=True)
class Knowledge:
    """Everything that instances of runbooks are made from."""

    joined: Joined
    contexts: Mapping[str, str] = field(default_factory=dict)
    """Cluster to the name of its context for kubectl."""
    previous: Snapshot | None = None
    """The snapshot of the edition before."""

    @property
    def as_of(self) -> datetime:
        """Return the moment that ages are counted from."""
        return self.joined.snapshot.as_of


@dataclass(frozen=True)
class Fact:
    """A value for a command, or several words; with the moment it was seen, if it was observed."""

    value: str | tuple[str, ...] = ""
    seen_at: datetime | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """Return the value as words, each to be quoted by itself."""
        return (self.value,) if isinstance(self.value, str) else self.value

    def age(self, as_of: datetime) -> timedelta:
        """Return how long ago it was seen; nothing for what is declared."""
        return as_of - self.seen_at if self.seen_at else timedelta()

    def doubt(self, as_of: datetime) -> Doubt:
        """Return why it must not enter a command; empty when it may."""
        if not self.words or not all(self.words):
            return "unknown"
        if any(scrub_plain(word) != word or MARK in word for word in self.words):
            return "redacted"
        if any(_is_unusual(word) for word in self.words):
            return "unusual"
        return "old" if self.age(as_of) > OLD else ""


def _is_unusual(word: str) -> bool:
    hidden = any(unicodedata.category(letter) in _HIDDEN for letter in word)
    return hidden or len(word) > LONGEST_VALUE or word.startswith("-") or not word.strip()


@dataclass(frozen=True)
class Subject:
    """One object that runbooks may have an instance for."""

    id: str
    """Its identity: `upe/unit/nginx.service`, `prod/books/deployment/web`."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What selectors look at."""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    server: str = ""
    """Where its commands for a server run."""
    cluster: str = ""
    services: tuple[str, ...] = ()
    """Declared services that it belongs to."""
    kubectl: KubectlFrom | None = None
    """Where kubectl is run for it."""
    account: str = ""
    """The contract that stands behind it."""

    def fact(self, name: str) -> Fact:
        """Return a fact; an empty one where nothing is known."""
        return self.facts.get(name, Fact())


@dataclass(frozen=True)
class SubjectKind:
    """One kind of subject. Its id is the file's name; `subjects(knowledge)` stands beside it."""

    facts: frozenset[str] = frozenset()
    """Names that commands may use."""
    fields: frozenset[str] = frozenset()
    """Names that selectors may use."""
