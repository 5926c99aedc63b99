"""When facts were last seen, and whether that lies in the future."""

from datetime import datetime

from heirbook.inventory.readings import Reading
from heirbook.inventory.snapshot import Source


def seen_at(source: Source, section: str, lines: tuple[Reading, ...] = ()) -> datetime | None:
    """Return when the facts of a section were last seen; None when there are none.

    A snapshot file is not rewritten while nothing changes: then the newest reading that names the
    section `ok` knows better.
    """
    state = source.sections.get(section)
    if state is None or state.facts is None:
        return None
    stored = state.observed_at or source.observed_at
    if state.state != "ok":
        return stored
    return max((line.at for line in lines if line.sections.get(section) == "ok"), default=stored)


def last_seen(source: Source, lines: tuple[Reading, ...] = ()) -> datetime | None:
    """Return when any facts of a source were last seen; None when nothing is known of it."""
    times = (seen_at(source, name, lines) for name in source.sections)
    return max((time for time in times if time), default=None)


def clock_went_back_s(newest: datetime, now: datetime) -> int:
    """Return by how many seconds what is stored lies in the future; 0 when clocks agree."""
    return max(0, int((newest - now).total_seconds()))
