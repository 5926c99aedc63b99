"""History: earlier snapshots come from git, newest first, and its absence is no error."""

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from heirbook.errors import UsageError, WorkspaceError
from heirbook.git import Git
from heirbook.inventory.changes import changes
from heirbook.inventory.history import NO_GIT, SHALLOW, last_pair, load_history, read_at
from heirbook.inventory.server import Os
from heirbook.inventory.store import snapshot_of
from heirbook.workspace import Workspace
from tests.inventory.observed import debian, full_server, ok, server, store
from tests.inventory.repository import Repository, repository

__all__ = ["repository"]
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def version(snapshot: object) -> str | None:
    source = getattr(snapshot, "sources")["server/upe"]  # noqa: B009  any snapshot
    facts = source.facts(Os)
    return facts.version if facts else None


def commit_versions(repository: Repository, *versions: str) -> list[str]:
    """Commit one Debian version a day from the tenth of November on; return the commits' ids."""
    ids = []
    for day, one in enumerate(versions, start=10):
        store(repository.workspace, server({"os": ok(debian(one))}))
        ids.append(repository.commit_all(f"collect {one}", f"2026-11-{day}T02:00:00Z"))
    return ids


def test_earlier_snapshots_come_newest_first(repository: Repository) -> None:
    ids = commit_versions(repository, "11", "12", "13")
    history = load_history(repository.git, NOW)
    assert [commit.id for commit in history.commits] == ids[::-1]
    assert history.commits[0].at == datetime(2026, 11, 12, 2, tzinfo=UTC)
    assert [version(moment.snapshot) for moment in history.moments()] == ["13", "12", "11"]
    assert history.note is None


def test_commits_that_touch_no_snapshot_are_left_out(repository: Repository) -> None:
    commit_versions(repository, "12")
    repository.put("docs/index.md")
    repository.commit_all("a page", "2026-11-15T00:00:00Z")
    assert len(load_history(repository.git, NOW).commits) == 1


def test_what_is_older_than_four_hundred_days_is_left_out(repository: Repository) -> None:
    commit_versions(repository, "12")
    assert load_history(repository.git, NOW.replace(year=2028)).commits == ()


def test_at_most_sixty_commits_are_listed(repository: Repository) -> None:
    for number in range(65):
        repository.put("inventory/snapshots/server/upe.json", str(number))
        repository.commit_all(str(number), "2026-11-10T02:00:00Z")
    assert len(load_history(repository.git, NOW).commits) == 60


def test_a_damaged_snapshot_in_a_commit_is_skipped_and_named(repository: Repository) -> None:
    store(repository.workspace, server({"os": ok(debian())}))
    repository.put("inventory/snapshots/server/nas.json", "{")
    repository.commit_all("half", "2026-11-10T02:00:00Z")
    (moment,) = load_history(repository.git, NOW).moments()
    assert list(moment.snapshot.sources) == ["server/upe"]
    assert moment.damaged == ("inventory/snapshots/server/nas.json",)
    assert moment.unread == ("server/nas",)
    now = snapshot_of([*moment.snapshot.sources.values(), full_server(name="nas")])
    assert changes(moment.snapshot, now, moment.unread) == ()
    assert len(changes(moment.snapshot, now)) == 1


def test_a_folder_without_git_has_no_history_and_says_so(tmp_path: Path) -> None:
    environment = {"PATH": "/usr/bin:/bin", "GIT_CEILING_DIRECTORIES": str(tmp_path)}
    assert load_history(Git(tmp_path, environment), NOW).note == NO_GIT


def test_a_machine_without_git_has_no_history_and_says_so(tmp_path: Path) -> None:
    assert load_history(Git(tmp_path, {"PATH": str(tmp_path)}), NOW).note == NO_GIT


def test_a_shallow_clone_says_that_its_history_is_short(
    repository: Repository, tmp_path: Path
) -> None:
    commit_versions(repository, "11", "12", "13")
    clone = tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "-q", "--depth", "2", f"file://{repository.workspace.root}", clone],
        check=True,
    )
    history = load_history(Git(clone, repository.git.environment), NOW)
    assert (len(history.commits), history.note) == (2, SHALLOW)


def test_a_workspace_below_the_top_of_its_repository_has_its_history(
    repository: Repository,
) -> None:
    inner = Workspace(repository.workspace.root / "river")
    store(inner, server({"os": ok(debian("12"))}))
    repository.commit_all("inner", "2026-11-10T02:00:00Z")
    history = load_history(Git(inner.root, repository.git.environment), NOW)
    assert [version(moment.snapshot) for moment in history.moments()] == ["12"]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2026-11-11", "12"),
        ("2026-11-11T01:59:59Z", "11"),
        ("2026-11-11T04:00:00+02:00", "12"),
        ("2030-01-01", "13"),
        ("HEAD", "13"),
        ("HEAD~2", "11"),
        ("work", "14"),
    ],
)
def test_a_date_a_revision_and_the_working_tree_are_read(
    repository: Repository, when: str, expected: str
) -> None:
    commit_versions(repository, "11", "12", "13")
    store(repository.workspace, server({"os": ok(debian("14"))}))
    assert version(read_at(repository.workspace, repository.git, when).snapshot) == expected


@pytest.mark.parametrize(
    "when", ["2020-01-01", "nowhere", "--output=/tmp/x", "-n1", "2026-99-99", "HEAD~99", ""]
)
def test_a_time_that_git_does_not_know_is_a_usage_error(repository: Repository, when: str) -> None:
    commit_versions(repository, "11")
    with pytest.raises(UsageError):
        read_at(repository.workspace, repository.git, when)


def test_the_default_pair_is_the_last_commit_and_the_working_tree(repository: Repository) -> None:
    commit_versions(repository, "11", "12")
    store(repository.workspace, server({"os": ok(debian("13"))}))
    before, after = last_pair(repository.workspace, repository.git)
    assert (version(before.snapshot), version(after.snapshot)) == ("12", "13")


def test_when_nothing_changed_since_the_commit_before_it_is_taken(repository: Repository) -> None:
    commit_versions(repository, "11", "12")
    before, after = last_pair(repository.workspace, repository.git)
    assert (version(before.snapshot), version(after.snapshot)) == ("11", "12")


def test_without_any_commit_there_is_no_pair(repository: Repository) -> None:
    with pytest.raises(UsageError):
        last_pair(repository.workspace, repository.git)


def test_without_a_repository_nothing_is_called_unchanged(tmp_path: Path) -> None:
    git = Git(tmp_path, {"PATH": "/usr/bin:/bin", "GIT_CEILING_DIRECTORIES": str(tmp_path)})
    with pytest.raises(WorkspaceError, match="in no git repository"):
        last_pair(Workspace(tmp_path), git)
    with pytest.raises(WorkspaceError, match="in no git repository"):
        read_at(Workspace(tmp_path), git, "2026-11-20")


def test_settings_of_the_repository_run_nothing(repository: Repository, tmp_path: Path) -> None:
    commit_versions(repository, "11")
    trap = tmp_path / "sprung"
    script = repository.put("trap.sh", f"#!/bin/sh\ntouch {trap}\n")
    script.chmod(0o755)
    for key in ("core.fsmonitor", "core.pager", "core.editor", "gpg.program"):
        repository.do("config", key, str(script))
    repository.do("config", "log.showSignature", "true")
    list(load_history(repository.git, NOW).moments())
    last_pair(repository.workspace, repository.git)
    trapped = trap.exists()
    shutil.rmtree(repository.workspace.root)
    assert not trapped


def test_what_two_commits_share_is_read_once(repository: Repository) -> None:
    store(repository.workspace, full_server(name="nas"))
    commit_versions(repository, "11", "12")
    first, second = load_history(repository.git, NOW).moments()
    assert first.snapshot.server("nas") is second.snapshot.server("nas")
