"""Which editions stay: the newest days, then one a month, then one a year, and the pinned ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from heirbook.site.versions import EditionEntry

_DAY = 10
_MONTH = 7
_YEAR = 4
_DECEMBER = 12


@dataclass(frozen=True)
class Keep:
    """How long editions stay."""

    days: int = 30
    months: int = 12
    pinned: frozenset[str] = frozenset()


def kept(entries: Sequence[EditionEntry], keep: Keep) -> tuple[EditionEntry, ...]:
    """Return the editions that stay, in the order given: newest first.

    Ages are counted from the newest edition, not from a clock.
    """
    if not entries:
        return ()
    newest = date.fromisoformat(entries[0].version[:_DAY])
    oldest_day = (newest - timedelta(days=keep.days - 1)).isoformat()
    oldest_month = _months_before(newest, keep.months)
    staying, months, years = [], set[str](), set[str]()
    for entry in entries:
        day, month, year = (entry.version[:length] for length in (_DAY, _MONTH, _YEAR))
        by_month = month >= oldest_month and month not in months
        if day >= oldest_day or by_month or year not in years or entry.version in keep.pinned:
            staying.append(entry)
        months.add(month)
        years.add(year)
    return tuple(staying)


def _months_before(day: date, months: int) -> str:
    count = day.year * _DECEMBER + day.month - 1 - months
    return f"{count // _DECEMBER:04d}-{count % _DECEMBER + 1:02d}"
