"""The facts of a section together with their age: how a page may speak of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Literal, TypeVar

from heirbook.handbook.book_input import BookInput
from heirbook.inventory.age import seen_at
from heirbook.inventory.record import Facts, SourceId
from heirbook.inventory.section_state import Gap, SectionState, State
from heirbook.inventory.snapshot import Source

F_co = TypeVar("F_co", bound=Facts, covariant=True)
STALE_AFTER_SCHEDULES = 2
ROOT = frozenset({"root", "sudo", "doas"})
"""How a run may read everything."""


@dataclass(frozen=True)
class Aged(Generic[F_co]):
    """The last-known facts of one section of one server, and how fresh they are.

    `state` is `never` where the section was not asked at all.
    """

    section: str
    server: str
    state: State | Literal["never"]
    facts: F_co | None = None
    seen_at: datetime | None = None
    since: datetime | None = None
    need: str | None = None
    reason: str | None = None
    loss: str = ""
    """What is lost without root, catalogue text."""
    gaps: tuple[Gap, ...] = ()
    absent: bool = False
    is_stale: bool = False
    """The facts are older than they should be, or their age is unknown."""
    kind: Literal["server", "cluster"] = "server"
    """What `server` names."""

    @property
    def subject(self) -> str:
        """Return what unknown.md calls the source: a server's name, `cluster/prod`."""
        return subject(self.kind, self.server)

    @property
    def source(self) -> str:
        """Return what an ask about this section names as its source."""
        return f"section:{self.section}"

    @property
    def is_whole(self) -> bool:
        """Return whether the newest try gave everything."""
        return self.state == "ok"


def subject(kind: Literal["server", "cluster"], name: str) -> str:
    """Return what asks call a source: a server by its name, a cluster as `cluster/prod`."""
    return name if kind == "server" else f"{kind}/{name}"


def subject_path(subject: str) -> str:
    """Return the path of the page of what asks call so: a server, `cluster/prod`."""
    kind, slash, name = subject.partition("/")
    return f"clusters/{name}/index.md" if slash and kind == "cluster" else f"servers/{subject}.md"


def source_of(book_input: BookInput, subject: str) -> Source | None:
    """Return the source that asks call so, if anything is known of it."""
    source = subject if subject.startswith("cluster/") else f"server/{subject}"
    return book_input.snapshot.sources.get(SourceId(source))


def aged(
    book_input: BookInput,
    server: str,
    kind: type[F_co],
    of: Literal["server", "cluster"] = "server",
) -> Aged[F_co]:
    """Return what is known of the section that `kind` belongs to, on a server or in a cluster."""
    source = book_input.snapshot.sources.get(SourceId(f"{of}/{server}"))
    found = source.section(kind) if source else None
    loss = root_loss(book_input, server, kind.section) if of == "server" else ""
    if source is None or found is None:
        return Aged(kind.section, server, "never", loss=loss, kind=of)
    seen = seen_at(source, kind.section, book_input.readings.lines.get(source.id, ()))
    return Aged(
        section=kind.section,
        server=server,
        state=found.state,
        facts=found.facts,
        seen_at=seen,
        since=found.since,
        need=found.need,
        reason=found.reason,
        loss=loss,
        gaps=found.gaps,
        absent=found.absent,
        is_stale=seen is not None and _is_stale(book_input, found, seen),
        kind=of,
    )


def root_loss(book_input: BookInput, server: str, section: str) -> str:
    """Return what is lost of a section for want of root; nothing where we were root."""
    source = book_input.snapshot.server(server)
    if source is not None and source.privilege in ROOT:
        return ""
    return book_input.section_loss.get(section, "")


def _is_stale(book_input: BookInput, found: SectionState[Facts], seen: datetime) -> bool:
    if found.state not in ("ok", "partial"):
        return True
    limit = STALE_AFTER_SCHEDULES * book_input.fleet.schedule.collect
    return book_input.snapshot.as_of - seen > limit
