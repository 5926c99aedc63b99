"""The snapshot: everything observed, one source a server, each section with its state."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeVar, cast

from heirbook.inventory.record import Facts, SourceId
from heirbook.inventory.section_state import SectionState, State

F = TypeVar("F", bound=Facts)
Kind = Literal["server", "cluster", "endpoints", "tree"]


@dataclass(frozen=True)
class Source:
    """One thing that was asked: a server, a cluster, the endpoints, a tree."""

    id: SourceId
    state: State
    transport: str
    observed_at: datetime
    sections: Mapping[str, SectionState[Facts]]
    privilege: str | None = None
    reason: str | None = None
    """Why the newest run failed as a whole, a transport's reason: `connect_timeout`."""
    since: datetime | None = None
    """Since when the source as a whole has not been `ok`."""
    offered_key: str | None = None
    """Type and fingerprint a server showed when its host key was refused."""
    pinned_key: str | None = None
    fingerprint_key_id: str | None = None
    """Which key made the fingerprints of removed secrets; 8 hex digits."""

    @property
    def kind(self) -> str:
        """Return the part of the id before the slash: `server`."""
        return self.id.partition("/")[0]

    @property
    def name(self) -> str:
        """Return the configured name: `upe`."""
        return self.id.partition("/")[2]

    def section(self, kind: type[F]) -> SectionState[F] | None:
        """Return the state of the section that `kind` belongs to; None when never asked."""
        return cast("SectionState[F] | None", self.sections.get(kind.section))

    def facts(self, kind: type[F]) -> F | None:
        """Return the last-known facts of a section; None when there are none."""
        state = self.section(kind)
        return state.facts if state else None


@dataclass(frozen=True)
class Snapshot:
    """All sources, by id. `as_of` is the newest moment at which anything was seen."""

    as_of: datetime
    sources: Mapping[SourceId, Source] = field(default_factory=dict)

    def servers(self) -> Iterator[Source]:
        """Yield the sources that are servers, by name."""
        for _, source in sorted(self.sources.items()):
            if source.kind == "server":
                yield source

    def server(self, name: str) -> Source | None:
        """Return the server of that configured name, if anything is known of it."""
        return self.sources.get(SourceId(f"server/{name}"))
