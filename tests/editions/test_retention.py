"""Which editions stay."""

from datetime import UTC, date, datetime, timedelta

from heirbook.editions.healing import order
from heirbook.editions.retention import Keep, kept
from heirbook.site.versions import EditionEntry, EditionProperties

SEEN = datetime(2026, 11, 20, tzinfo=UTC)
PROPERTIES = EditionProperties(snapshot=SEEN, confirmed=SEEN, languages=("en",))


def entries(*names: str) -> list[EditionEntry]:
    ordered = sorted(names, key=order, reverse=True)
    return [EditionEntry(version=name, title=name, properties=PROPERTIES) for name in ordered]


def staying(keep: Keep, *names: str) -> list[str]:
    return [entry.version for entry in kept(entries(*names), keep)]


def test_days_then_months_then_years() -> None:
    first = date(2024, 1, 1)
    days = [(first + timedelta(days=number)).isoformat() for number in range(1055)]
    left = staying(Keep(days=30, months=12), *days)
    assert left[0] == "2026-11-20"
    assert left[29] == "2026-10-22"
    months = left[30:]
    assert months == [
        *("2026-09-30", "2026-08-31", "2026-07-31", "2026-06-30", "2026-05-31", "2026-04-30"),
        *("2026-03-31", "2026-02-28", "2026-01-31", "2025-12-31", "2025-11-30", "2024-12-31"),
    ]


def test_pinned_ones_stay_and_the_newest_always_does() -> None:
    keep = Keep(days=1, months=0, pinned=frozenset({"2026-11-02"}))
    names = ("2026-11-20", "2026-11-10", "2026-11-02")
    assert staying(keep, *names) == ["2026-11-20", "2026-11-02"]


def test_a_second_edition_of_a_day_is_newer_than_the_first_and_a_tenth_than_a_ninth() -> None:
    names = ("2026-11-20", "2026-11-20-2", "2026-11-20-10", "2026-11-20-9")
    assert [entry.version for entry in entries(*names)] == [
        *("2026-11-20-10", "2026-11-20-9", "2026-11-20-2", "2026-11-20"),
    ]


def test_no_editions_stay_none() -> None:
    assert kept([], Keep()) == ()
