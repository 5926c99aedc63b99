"""What is not known: sources, sections, fields; and how much of each page is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from heirbook.handbook.asks import TEXTS, UNTOLD, AskText
from heirbook.handbook.book_input import BookInput
from heirbook.handbook.known import Ask, PageSlots, section_anchor, source_anchor
from heirbook.handbook.views.aged import root_loss, source_of, subject, subject_path
from heirbook.handbook.views.cut import Cut, cut
from heirbook.handbook.views.whole_server import facts_seen_at, unread, was_read
from heirbook.inventory.record import Facts, ServerName
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.snapshot import Source

RUNBOOK_PAGES = "runbooks/"
MOST_SUBJECTS = 20


@dataclass(frozen=True)
class UnreadSource:
    """A source that the newest run could not read; never asked ones have no `source`."""

    name: str
    source: Source | None
    facts_seen_at: datetime | None
    switched_off: str | None
    anchors: tuple[str, ...]
    """Ids of its line: its own, and those of the facts that are missing because of it."""

    @property
    def path(self) -> str:
        """Return the path of its page."""
        return subject_path(self.name)


@dataclass(frozen=True)
class UnreadSection:
    """A section that could not be read whole, of a server that was reached."""

    server: str
    section: str
    state: SectionState[Facts]
    loss: str
    """Catalogue text of what is lost without root; `all`; empty where nobody said."""
    anchors: tuple[str, ...]

    @property
    def path(self) -> str:
        """Return the path of the source's page."""
        return subject_path(self.server)


@dataclass(frozen=True)
class Missing:
    """A fact that pages asked for in vain, with those pages."""

    ask: Ask
    pages: tuple[PageSlots, ...]
    text: AskText

    @property
    def server_path(self) -> str:
        """Return the path of the page of the server or cluster that was asked."""
        return subject_path(self.ask.subject)


@dataclass(frozen=True)
class NotLookedAt:
    """A kind of fact that this version does not collect, and everything that it is missing of."""

    text: AskText
    anchors: tuple[str, ...]
    subjects: tuple[str, ...]

    @property
    def first(self) -> Cut[str]:
        """Return as many of the subjects as fit into a row."""
        return cut(self.subjects, MOST_SUBJECTS)


def cluster_subjects(book_input: BookInput) -> tuple[str, ...]:
    """Return the declared clusters as asks call them: `cluster/prod`."""
    return tuple(subject("cluster", name) for name in sorted(book_input.fleet.clusters))


def unread_sources(
    book_input: BookInput, subjects: Iterable[str] | None = None
) -> tuple[UnreadSource, ...]:
    """Return the declared servers that the newest run did not read, or that nobody asked yet.

    With `subjects` these sources instead: clusters.
    """
    because = _because(book_input)
    found = []
    for name in sorted(book_input.fleet.servers) if subjects is None else subjects:
        source = source_of(book_input, name)
        if not was_read(source):
            own = source_anchor(name)
            connection = book_input.connections.get(ServerName(name))
            found.append(
                UnreadSource(
                    name,
                    source,
                    facts_seen_at(book_input, name),
                    connection.switched_off if connection else None,
                    (own, *because.get(own, ())),
                )
            )
    return tuple(found)


def unread_sections(
    book_input: BookInput, subjects: Iterable[str] | None = None
) -> tuple[UnreadSection, ...]:
    """Return the sections that could not be read whole, without those of servers out of reach.

    With `subjects` those of these sources instead: clusters.
    """
    because = _because(book_input)
    found = []
    for server in sorted(book_input.fleet.servers) if subjects is None else subjects:
        for one in unread(book_input, server):
            own = section_anchor(server, one.section)
            anchors = (own, *because.get(own, ()))
            loss = root_loss(book_input, server, one.section) if subjects is None else ""
            if one.state.state != "unreachable":
                found.append(UnreadSection(server, one.section, one.state, loss, anchors))
    return tuple(found)


def missing(book_input: BookInput, *kinds: str) -> tuple[Missing, ...]:
    """Return what pages asked for in vain and no silent section explains, with those pages."""
    pages = _asked(book_input)
    return tuple(
        Missing(ask, tuple(pages[ask]), TEXTS.get(ask.source, UNTOLD))
        for ask in sorted(pages, key=lambda ask: (ask.subject, ask.source))
        if ask.kind in kinds and not _reason(book_input, ask)
    )


def not_looked_at(book_input: BookInput, kind: str = "later") -> tuple[NotLookedAt, ...]:
    """Return what this version does not collect, each with everything it is missing of.

    With `kind` what another kind of asks lacks: `runbook`, facts that commands wait for.
    """
    asks = sorted(ask for ask in _asked(book_input) if ask.kind == kind)
    return tuple(
        NotLookedAt(
            TEXTS[source],
            tuple(ask.anchor for ask in asks if ask.source == source),
            tuple(ask.subject for ask in asks if ask.source == source and ask.subject),
        )
        for source in sorted({ask.source for ask in asks})
    )


def page_shares(book_input: BookInput) -> tuple[PageSlots, ...]:
    """Return the pages that asked for anything, least known first; runbooks say it themselves."""
    asked = [
        slots
        for slots in book_input.slots
        if slots.asked and not slots.path.startswith(RUNBOOK_PAGES)
    ]
    return tuple(sorted(asked, key=lambda slots: (slots.percent, slots.path)))


def _asked(book_input: BookInput) -> dict[Ask, list[PageSlots]]:
    pages: dict[Ask, list[PageSlots]] = {}
    for slots in book_input.slots:
        for ask in slots.unknown:
            pages.setdefault(ask, []).append(slots)
    return pages


def _because(book_input: BookInput) -> dict[str, tuple[str, ...]]:
    """Return the anchors of missing facts by the anchor of the silence that explains them."""
    found: dict[str, tuple[str, ...]] = {}
    for ask in sorted(_asked(book_input)):
        reason = _reason(book_input, ask)
        if reason:
            found[reason] = (*found.get(reason, ()), ask.anchor)
    return found


def _reason(book_input: BookInput, ask: Ask) -> str:
    """Return the anchor of the source or section whose silence explains it; empty if none does."""
    known = (*book_input.fleet.servers, *cluster_subjects(book_input))
    if ask.kind != "section" or ask.subject not in known:
        return ""
    source = source_of(book_input, ask.subject)
    state = source.sections.get(ask.name) if source else None
    if source is None or (state is None and not was_read(source)):
        return source_anchor(ask.subject)
    if state is None or state.state == "ok":
        return ""
    if state.state == "unreachable":
        return "" if was_read(source) else source_anchor(ask.subject)
    return section_anchor(ask.subject, ask.name)
