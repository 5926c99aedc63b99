"""From results of probes to sections: what is known of a target outlives a try that failed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from heirbook.inventory.probed import Probed
from heirbook.inventory.record import Facts
from heirbook.inventory.section_facts import facts_by_section
from heirbook.inventory.section_state import Gap, SectionState

NO_ANSWER = "no_answer"
"""Reason of a section of which no target at all answered: it may be our own network."""
_SHOWED_SOMETHING = frozenset({"ok", "partial"})


def after(known: Probed | None, new: Probed, at: datetime, seen_at: datetime | None) -> Probed:
    """Return a target after a try at `at`; `seen_at` is when the known facts were seen at latest.

    A try that showed nothing keeps the facts of the last one that did, under its own state.
    """
    since = known.since if known and known.state != "ok" and known.since else at
    told = {"since": None if new.state == "ok" else since, "tried": new.state}
    if new.state in _SHOWED_SOMETHING or known is None or not _has_facts(known):
        return new.model_copy(update=told)
    last_seen = known.last_seen or seen_at or at
    kept = {"state": new.state, "reason": new.reason, "last_seen": last_seen}
    return known.model_copy(update={**told, **kept})


def _has_facts(known: Probed) -> bool:
    return known.state in _SHOWED_SOMETHING or known.last_seen is not None


def section(name: str, objects: Sequence[Probed]) -> SectionState[Facts]:
    """Return a section from all its targets: each that could not be looked at is a gap.

    The facts hold every target whatever the state, so one that is not among them is gone.
    """
    facts = facts_of(name, objects)
    unread = [one for one in objects if one.state != "ok"]
    if not unread:
        return SectionState(state="ok", facts=facts)
    silent = all(one.state not in _SHOWED_SOMETHING for one in objects)
    gaps = tuple(Gap(kind="unread", path=one.identity()) for one in unread)
    reason = NO_ANSWER if silent else "targets"
    return SectionState(state="partial", reason=reason, facts=facts, gaps=gaps)


def facts_of(name: str, objects: Sequence[Probed]) -> Facts:
    """Return the facts of a section that holds these targets."""
    kind = facts_by_section()[name]
    (field,) = kind.model_fields
    ordered = sorted(objects, key=lambda one: one.sort_key())
    return kind.model_validate({field: tuple(ordered)})


def targets_in(facts: Facts | None) -> Mapping[str, Probed]:
    """Return the targets that a section's facts hold, by identity."""
    if facts is None:
        return {}
    (field,) = type(facts).model_fields
    return {one.identity(): one for one in getattr(facts, field)}
