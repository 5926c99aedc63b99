"""What came of one run over one cluster: its sections with their states, or why there are none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from heirbook.collectors.clusters.cluster_reading import ClusterAnswer
from heirbook.collectors.clusters.cluster_script import ServerCluster
from heirbook.collectors.clusters.cluster_units import CREDENTIAL, VERSION
from heirbook.collectors.clusters.cluster_way import ClusterWay
from heirbook.collectors.clusters.scrubbed_facts import scrubbed
from heirbook.collectors.outcome import SourceRun, failed_source, is_failed
from heirbook.collectors.section_state import Verdict
from heirbook.inventory.record import Facts, SourceId
from heirbook.inventory.section_state import SectionState, State
from heirbook.inventory.snapshot import Source

_NO_RIGHT = "rights"
_OWN = frozenset({CREDENTIAL, VERSION})
"""Sections that every credential can read."""


def cluster_run(
    source: SourceId,
    way: ClusterWay,
    asked: tuple[str, ...],
    answer: ClusterAnswer,
    when: tuple[datetime, float],
) -> SourceRun:
    """Return the source as of the moment of asking; `when` is that moment, and how long it took."""
    at, took_s = when
    took_ms = round(took_s * 1000)
    if isinstance(way, ServerCluster) and way.failure:
        failed = failed_source(source, way.name, asked, way.failure, at)
        return SourceRun(failed, asked, took_ms, way.failure)
    if answer.failure:
        return SourceRun(_failed(source, way.name, asked, answer.failure, at), asked, took_ms)
    state, reason = _state(answer.sections)
    seen = Source(
        id=source,
        state=state,
        transport=way.name,
        observed_at=at,
        sections=answer.sections,
        reason=reason,
        since=None if state == "ok" else at,
    )
    return SourceRun(seen, asked, took_ms)


def scrubbed_run(run: SourceRun, scrub: Callable[[str], str]) -> SourceRun:
    """Return the run with every text of its facts, needs and gaps scrubbed."""
    sections = {name: _scrubbed(one, scrub) for name, one in run.source.sections.items()}
    return replace(run, source=replace(run.source, sections=sections))


def _scrubbed(section: SectionState[Facts], scrub: Callable[[str], str]) -> SectionState[Facts]:
    return section.model_copy(
        update={
            "facts": scrubbed(section.facts, scrub) if section.facts else None,
            "need": scrub(section.need) if section.need else None,
            "gaps": tuple(gap.model_copy(update={"path": scrub(gap.path)}) for gap in section.gaps),
        }
    )


def _failed(
    source: SourceId, transport: str, asked: tuple[str, ...], why: Verdict, at: datetime
) -> Source:
    """Return a source of which nothing was seen, or of which nothing may be believed."""
    need = None if why.reason == "other" else why.need
    section: SectionState[Facts] = SectionState(
        state=why.state, since=at, reason=why.reason, need=need
    )
    return Source(
        id=source,
        state=why.state,
        transport=transport,
        observed_at=at,
        sections=dict.fromkeys(asked, section),
        reason=why.reason or why.state,
        since=at,
    )


def _state(sections: dict[str, SectionState[Facts]]) -> tuple[State, str | None]:
    """Return the state of a cluster: missing rights alone lower the coverage figure and no more."""
    kinds = {name: one for name, one in sections.items() if name not in _OWN and not one.absent}
    if kinds and all(one.state == "denied" for one in kinds.values()):
        return "denied", _NO_RIGHT
    if not any(one.state in {"ok", "partial"} for one in sections.values()):
        return "partial", None
    return ("partial" if any(map(is_failed, sections.values())) else "ok"), None
