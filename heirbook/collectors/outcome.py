"""What came of one run over one source: its sections with their states, or the failure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from heirbook.collectors.transport import Cut, OfferedKey, Reason, TransportFailure
from heirbook.inventory.record import Facts, SourceId
from heirbook.inventory.section_state import SectionState, State
from heirbook.inventory.server import Meta
from heirbook.inventory.snapshot import Source

_DENIED: frozenset[Reason] = frozenset({"auth"})
_TIMEOUT: frozenset[Reason] = frozenset({"channel", "exec", "deadline", "not_started"})
HOST_KEY_REASONS: frozenset[Reason] = frozenset(
    {"hostkey_unknown", "hostkey_changed", "hostkey_revoked"}
)
STANDING_REASONS = frozenset({"gap", "skipped", "targets"})


@dataclass(frozen=True)
class SourceRun:
    """One source as this run saw it, with the ids of the sections that were asked."""

    source: Source
    asked: tuple[str, ...]
    took_ms: int
    failure: TransportFailure | None = None
    recording: Mapping[str, str] | None = None
    """The files of the answer, not yet scrubbed; kept in memory only when it is to be recorded."""
    cut: Cut | None = None
    """Why the answer was not whole, if it was not."""


def failure_state(reason: Reason) -> State:
    """Return the state of every section when the transport failed for this reason."""
    if reason == "tool":
        return "missing_tool"
    if reason in _DENIED:
        return "denied"
    return "timeout" if reason in _TIMEOUT else "unreachable"


def failed_source(
    source: SourceId,
    transport: str,
    asked: tuple[str, ...],
    failure: TransportFailure,
    at: datetime,
) -> Source:
    """Return a source of which nothing was seen: every asked section has the failure's state."""
    state = failure_state(failure.reason)
    section: SectionState[Facts] = SectionState(state=state, since=at, reason=failure.reason)
    key = failure.host_key
    return Source(
        id=source,
        state=state,
        transport=transport,
        observed_at=at,
        sections=dict.fromkeys(asked, section),
        reason=failure.reason,
        since=at,
        offered_key=_key_text(key, key.offered) if key else None,
        pinned_key=_key_text(key, key.pinned) if key and key.pinned else None,
    )


def observed_source(
    source: SourceId,
    transport: str,
    sections: Mapping[str, SectionState[Facts]],
    at: datetime,
    cut: Cut | None = None,
) -> Source:
    """Return a source from its sections' states; an answer that was cut off is never `ok`."""
    state = "partial" if cut else source_state(sections)
    meta = sections["meta"].facts if "meta" in sections else None
    return Source(
        id=source,
        state=state,
        transport=transport,
        observed_at=at,
        sections=sections,
        privilege=meta.privilege if isinstance(meta, Meta) else None,
        reason=cut,
        since=None if state == "ok" else at,
    )


def source_state(sections: Mapping[str, SectionState[Facts]]) -> State:
    """Return `ok` when no asked section failed; standing gaps lower the coverage figure only."""
    if not any(section.state in {"ok", "partial"} for section in sections.values()):
        return "partial"
    return "partial" if any(is_failed(section) for section in sections.values()) else "ok"


def is_failed(section: SectionState[Facts]) -> bool:
    """Return whether a section's state is a failure and no standing gap."""
    match section.state:
        case "ok" | "denied" | "missing_tool":
            return False
        case "partial":
            return section.reason not in STANDING_REASONS
        case _:
            return True


def _key_text(key: OfferedKey, fingerprint: str | None) -> str:
    return f"{key.key_type} {fingerprint}"
