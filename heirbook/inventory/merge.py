"""A new run laid over what is known: nothing is forgotten because somebody could not look."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from pydantic_core import PydanticUndefined

from heirbook.inventory.age import seen_at as seen_in
from heirbook.inventory.readings import Reading
from heirbook.inventory.record import Facts, Observed, volatile_fields
from heirbook.inventory.section_state import SectionState, State
from heirbook.inventory.snapshot import Source
from heirbook.inventory.volatile import without_volatile

SHOWED_NOTHING = ("no_final_frame",)
"""Reasons of `partial` whose answer holds no facts: the last-known ones stay as they are."""

SHOWED_EVERY_TARGET = ("targets", "no_answer")
"""Reasons of `partial` whose facts are whole all the same: each target has its own state there."""


def merge_source(previous: Source | None, new: Source, lines: tuple[Reading, ...] = ()) -> Source:
    """Return the newest of what is known of a source; an older run changes nothing.

    `lines` are the source's readings: they know when unchanged facts were last seen.
    """
    if previous is None:
        since = _since(("ok", None), new.state, new.observed_at)
        known: dict[str, SectionState[Facts]] = {}
    elif new.observed_at < previous.observed_at:
        return previous
    else:
        since = _since((previous.state, previous.since), new.state, new.observed_at)
        known = {name: _dated(previous, name, lines) for name in previous.sections}
    merged = dict(known)
    for name, state in new.sections.items():
        merged[name] = merge(known.get(name), state, new.observed_at)
    return replace(
        new,
        since=since,
        sections={name: _undated(state, new.observed_at) for name, state in merged.items()},
        privilege=new.privilege or (previous.privilege if previous else None),
        fingerprint_key_id=new.fingerprint_key_id
        or (previous.fingerprint_key_id if previous else None),
    )


def merge(
    previous: SectionState[Facts] | None, new: SectionState[Facts], seen_at: datetime
) -> SectionState[Facts]:
    """Return the section after a run that saw it at `seen_at`.

    `ok` replaces. A partial answer is merged object by object; any other keeps what was known.
    `observed_at` of both is when their facts were seen; None means at `seen_at`.
    """
    if previous is not None and previous.observed_at and previous.observed_at > seen_at:
        return previous
    before = (previous.state, previous.since) if previous else ("ok", None)
    since = _since(before, new.state, seen_at)
    last_known = previous.facts if previous else None
    whole = new.state == "ok" or new.reason in SHOWED_EVERY_TARGET
    if whole or previous is None or last_known is None:
        return _with(new, new.facts, new.observed_at, since)
    # a section of several kinds may be denied in part: what was seen of the others is seen now
    if new.facts is not None and new.reason not in SHOWED_NOTHING:
        last_seen = previous.observed_at or seen_at
        return _with(new, _merged(last_known, new.facts, last_seen), None, since)
    return _with(new, last_known, previous.observed_at, since)


def _since(before: tuple[State, datetime | None], state: State, now: datetime) -> datetime | None:
    """Return since when it has not been `ok`, from its state and `since` before."""
    if state == "ok":
        return None
    return now if before[0] == "ok" else before[1] or now


def _with(
    state: SectionState[Facts],
    facts: Facts | None,
    observed_at: datetime | None,
    since: datetime | None,
) -> SectionState[Facts]:
    changed = {"facts": facts, "observed_at": observed_at, "since": since}
    return state.model_copy(update=changed)


def _dated(source: Source, name: str, lines: tuple[Reading, ...]) -> SectionState[Facts]:
    state = source.sections[name]
    return state.model_copy(update={"observed_at": seen_in(source, name, lines)})


def _undated(state: SectionState[Facts], newest: datetime) -> SectionState[Facts]:
    """Return the state with its time only where the facts are older than the run."""
    older = state.facts is not None and state.observed_at and state.observed_at < newest
    return state if older else state.model_copy(update={"observed_at": None})


def _merged(previous: Facts, new: Facts, last_seen: datetime) -> Facts:
    """Return what was seen now, and what only the earlier facts hold."""
    previous = without_volatile(previous)
    changed: dict[str, object] = {}
    for name, field in type(new).model_fields.items():
        before, now = getattr(previous, name), getattr(new, name)
        if name in volatile_fields(type(new)):
            continue
        if _objects(before) and (_objects(now) or now == ()):
            changed[name] = _united(before, now, last_seen)
        elif now == (None if field.default is PydanticUndefined else field.default):
            changed[name] = before
    return new.model_copy(update=changed)


def _objects(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], Observed)


def _united(
    before: Iterable[Observed], now: tuple[Observed, ...], last_seen: datetime
) -> tuple[Observed, ...]:
    seen = {one.identity() for one in now}
    missing = (
        one if one.last_seen else one.model_copy(update={"last_seen": last_seen})
        for one in before
        if one.identity() not in seen
    )
    return tuple(sorted((*now, *missing), key=lambda one: one.sort_key()))
