"""Identities of parts resolved to what was seen; silence is not absence."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from heirbook.discovery import Unit
from heirbook.inventory.record import Facts, Observed, SourceId
from heirbook.inventory.relations.identity_kind import (
    IdentityKind,
    finder,
    identity_kinds,
)
from heirbook.inventory.relations.joined import Joined
from heirbook.inventory.section_state import SectionState

PartState = Literal["running", "failed", "stopped", "gone", "unseen"]
"""`gone`: we looked and it was not there; `unseen`: nobody could look."""


@dataclass(frozen=True)
class FoundPart:
    """A part by its identity, and what is known of it."""

    id: str
    state: PartState
    kind: str = ""
    """The kind of its identity; empty for one that nothing here knows."""
    source: str = ""
    """The source that would know: `server/upe`."""
    section: str = ""
    thing: Observed | None = None
    looked: bool = False
    """Whether the section was ever asked."""

    @property
    def place(self) -> str:
        """Return the name of the server or cluster; empty where none of that name is declared."""
        return self.source.partition("/")[2]

    @property
    def server(self) -> str | None:
        """Return the server it runs on, where the identity alone tells."""
        return self.place if self.source.startswith("server/") else None


def resolve(joined: Joined, identity: str) -> FoundPart:
    """Return what is known of a part; its identity tells where to look."""
    place, _, rest = identity.partition("/")
    source_kind = joined.kind_of(place)
    if not source_kind or not rest:
        return FoundPart(identity, "unseen")
    source = f"{source_kind}/{place}"
    tried = tuple(_tries(joined, identity, source))
    for one in tried:
        if one.thing is not None:
            return one
    doubtful = (one for one in tried if one.looked and one.state == "unseen")
    first = tried[0] if tried else FoundPart(identity, "unseen", source=source)
    return next(doubtful, first)


def _tries(joined: Joined, identity: str, source_id: str) -> Iterator[FoundPart]:
    """Yield what the kinds say that claim the identity; what none claims, what the others say."""
    source_kind, _, place = source_id.partition("/")
    rest = identity.removeprefix(f"{place}/")
    own = [one for one in identity_kinds() if one.value.source == source_kind]
    claiming = [one for one in own if one.value.claims(rest)]
    for kind in claiming or own:
        if claiming or not (kind.value.prefix or kind.value.infix):
            yield _try(joined, identity, source_id, kind)


def _try(joined: Joined, identity: str, source_id: str, kind: Unit[IdentityKind]) -> FoundPart:
    source = joined.snapshot.sources.get(SourceId(source_id))
    section = source.section(kind.value.facts) if source else None
    place = source_id.partition("/")[2]
    name = identity.removeprefix(f"{place}/{kind.value.prefix}")
    seen = finder(kind)(section.facts, name) if section and section.facts else None
    return FoundPart(
        identity,
        seen.life if seen else _absent(section),
        kind.id,
        source_id,
        kind.value.facts.section,
        seen.thing if seen else None,
        section is not None,
    )


def _absent(section: SectionState[Facts] | None) -> PartState:
    """Return what it means that a part is not among the facts: gone only after a whole look."""
    return "gone" if section is not None and section.state == "ok" else "unseen"
