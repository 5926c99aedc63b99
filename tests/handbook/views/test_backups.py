"""Backups: the worst first, dates as they are, and nobody's data named as such."""

from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.render import render
from heirbook.handbook.views.backups import data_rows, job_rows
from heirbook.inventory.declared import FleetFile
from heirbook.inventory.readings import Reading, Readings
from heirbook.inventory.snapshot import Snapshot
from heirbook.inventory.verified import Verification
from tests.handbook.river import NOW, river


def page(book_input: BookInput, language: str = "en") -> str:
    return unescape(str(render(book_input, language)["backups/index.md"]))


def last_run(at: str) -> BookInput:
    """Return the invented book where the newest reading gives this time."""
    values: dict[str, int | str] = {"backup:borgmatic unit borgmatic.service:at": at}
    line = Reading(at=NOW, run="0a1b2c3d", took_ms=1, tool_version="0", sections={}, values=values)
    return replace(river(), readings=Readings(lines={"server/upe": (line,)}))


def test_data_in_no_backup_comes_first() -> None:
    assert [(row.id, row.is_bare) for row in data_rows(river())] == [
        ("helpdesk/letters", True),
        ("helpdesk/db", False),
        ("helpdesk/cache", False),
    ]
    text = page(river())
    assert text.index("in no backup") < text.index("Data with a backup")


@pytest.mark.parametrize(
    ("at", "shown", "badge"),
    [
        ("2026-11-20T01:00:00Z", "2026-11-20 01:00 UTC", None),
        ("2025-10-16T03:00:00Z", "2025-10-16 03:00 UTC", "399 days ago"),
        ("2038-01-19T03:14:08Z", "2038-01-19 03:14 UTC", "a clock is wrong"),
        ("1970-01-01T00:00:00Z", "1970-01-01 00:00 UTC", "20777 days ago"),
    ],
)
def test_a_date_is_shown_as_it_is(at: str, shown: str, badge: str | None) -> None:
    text = page(last_run(at)).replace(",", "")
    assert shown in text
    for other in ("days ago", "a clock is wrong"):
        assert (other in text) is (badge is not None and other in badge), other
    assert badge is None or badge in text


def test_a_clock_in_2038_moves_the_age_and_nothing_else() -> None:
    whole = river()
    later = replace(whole, snapshot=replace(whole.snapshot, as_of=datetime(2038, 2, 1, tzinfo=UTC)))
    assert "2025-10-16 03:00 UTC" in page(later)
    assert "4490 days ago" in page(later).replace(",", "")


def test_a_job_names_its_repository_and_its_key() -> None:
    (job,) = job_rows(river())
    assert (job.id, job.targets) == ("upe/borgmatic", ("ssh://box.example.org/./upe",))
    saved = next(row for row in data_rows(river()) if row.id == "helpdesk/db")
    assert saved.keys == ("upe-backup",)
    assert saved.relation.covered is True


def test_a_book_without_facts_says_that_nobody_looked() -> None:
    text = page(replace(river(), snapshot=Snapshot(NOW)))
    assert "On these servers nobody could look for backups" in text
    assert "No backup job was seen" in text
    bare = FleetFile.model_validate({"title": "x", "operator": "rasa"})
    assert "No data set is declared" in page(replace(river(), fleet=bare, snapshot=Snapshot(NOW)))


def tried(on: str, outcome: str, data_set: str = "helpdesk/db") -> Verification:
    return Verification.model_validate(
        {
            "instance": f"restore-test@{data_set}",
            "by": "rasa",
            "on": on,
            "outcome": outcome,
            "commands": "0" * 64,
        }
    )


def test_the_newest_restore_that_worked_is_shown() -> None:
    records = (
        tried("2026-05-02", "worked"),
        tried("2026-03-01", "worked"),
        tried("2026-09-09", "failed"),
        tried("2026-10-10", "worked", "other/db"),
    )
    text = page(replace(river(), verifications=records))
    assert "2026-05-02" in text
    assert not any(day in text for day in ("2026-03-01", "2026-09-09", "2026-10-10"))
