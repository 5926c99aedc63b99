"""The contract of an identity's kind: which facts tell of a part, and how they name it."""

from dataclasses import dataclass
from functools import cache
from typing import Literal, Protocol, cast

from heirbook.discovery import Unit, units
from heirbook.inventory.record import Facts, Observed
from heirbook.inventory.snapshot import Kind

KINDS = "heirbook.inventory.relations.identities"
PIECES_IN_CLUSTER = 3
"""Namespace, kind and name: what follows the name of a cluster."""
Life = Literal["running", "failed", "stopped"]


@dataclass(frozen=True)
class IdentityKind:
    """One kind of part. Its id is the file's name; `find(facts, name)` stands beside it."""

    source: Kind
    """The kind of source that the first piece of the identity names."""
    facts: type[Facts]
    prefix: str = ""
    """What follows the source's name: `unit/`; empty: what no other kind claims."""
    infix: str = ""
    """What stands between a namespace and a name: `deployment`."""

    def claims(self, rest: str) -> bool:
        """Return whether an identity without its source's name is of this kind by its form."""
        if self.infix:
            pieces = rest.split("/")
            return len(pieces) == PIECES_IN_CLUSTER and pieces[1] == self.infix
        return bool(self.prefix) and rest.startswith(self.prefix)


@dataclass(frozen=True)
class Seen:
    """A part that was found among the facts."""

    thing: Observed
    life: Life


class Finder(Protocol):
    """The function `find` of a kind's module."""

    def __call__(self, facts: Facts, name: str) -> Seen | None:
        """Return the part of that name, if the facts have it."""
        ...


@cache
def identity_kinds() -> tuple[Unit[IdentityKind], ...]:
    """Return all kinds, by id."""
    return units(KINDS, "KIND", IdentityKind)


def finder(kind: Unit[IdentityKind]) -> Finder:
    """Return the function that finds parts of a kind."""
    return cast("Finder", kind.module.find)
