"""Each difference gets the commit that brought it, as far as git can tell."""

from datetime import UTC, datetime, timedelta

from heirbook.inventory.changes import changes
from heirbook.inventory.history import History, load_history
from heirbook.inventory.image_history import SECTIONS
from heirbook.inventory.journal import dated_changes
from heirbook.inventory.store import load_snapshot
from tests.inventory.observed import DAY, START, debian, ok, server, store, units
from tests.inventory.repository import Repository, repository

__all__ = ["repository"]


def commit_day(repository: Repository, day: int, version: str, *names: str) -> str:
    at = START + day * DAY
    store(repository.workspace, server({"os": ok(debian(version)), "units": ok(units(*names))}, at))
    return repository.commit_all(f"day {day}", at.isoformat())


def test_each_change_has_the_commit_that_brought_it_newest_first(repository: Repository) -> None:
    commit_day(repository, 0, "12", "a")
    first = commit_day(repository, 1, "12", "a", "b")
    commit_day(repository, 2, "12", "a", "b")
    last = commit_day(repository, 3, "13", "a", "b")
    history = load_history(repository.git, START + 4 * DAY)
    old = history.moment(history.commits[-1])
    now = load_snapshot(repository.workspace)
    found = dated_changes(changes(old.snapshot, now), now, history, old.at)
    assert [(type(one.change).__name__, one.commit, one.at) for one in found] == [
        ("Upgraded", last, START + 3 * DAY),
        ("Appeared", first, START + DAY),
    ]


def test_what_is_not_committed_is_dated_by_its_own_look(repository: Repository) -> None:
    commit_day(repository, 0, "12", "a")
    history = load_history(repository.git, START + 4 * DAY)
    old = history.moment(history.commits[0])
    store(repository.workspace, server({"os": ok(debian("13"))}, START + 2 * DAY))
    now = load_snapshot(repository.workspace)
    (change,) = dated_changes(changes(old.snapshot, now), now, history, old.at)
    assert (change.commit, change.at) == (None, START + 2 * DAY)


def test_without_history_every_change_is_dated_by_its_look() -> None:
    from heirbook.inventory.store import snapshot_of  # noqa: PLC0415  only here

    old = snapshot_of([server({"os": ok(debian("12"))})])
    now = snapshot_of([server({"os": ok(debian("13"))}, START + DAY)])
    (change,) = dated_changes(changes(old, now), now, History(), START)
    assert (change.commit, change.at) == (None, START + DAY)


def test_parts_of_sources_are_read_once_and_only_so_many(repository: Repository) -> None:
    for day, version in enumerate(("11", "12", "12", "13")):
        commit_day(repository, day, version)
    history = load_history(repository.git, datetime(2026, 12, 1, tzinfo=UTC))
    parts = list(history.parts(("os",), 100))
    assert [sorted(part.sections) for part in parts] == [["os"]] * 4
    assert len(list(history.parts(SECTIONS, 2))) == 2
    assert timedelta(days=1) == parts[0].observed_at - parts[1].observed_at
