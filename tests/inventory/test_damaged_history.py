"""Repositories in a bad way: history tells less and says so; nothing is ever called removed."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from heirbook.errors import HeirbookError, OutputError, UsageError
from heirbook.git import Git
from heirbook.handbook.book_input import EditionRecord
from heirbook.inventory.changes import changes
from heirbook.inventory.history import BROKEN, NO_GIT, SHALLOW, last_pair, load_history, read_at
from heirbook.inventory.store import load_snapshot
from heirbook.site.earlier import NOTES, before
from tests.inventory.observed import DAY, START, debian, ok, server, store, units
from tests.inventory.repository import Repository, repository

__all__ = ["repository"]
NOW = datetime(2026, 12, 1, tzinfo=UTC)
FILE = "inventory/snapshots/server/upe.json"


def commits(repository: Repository, *versions: str) -> list[str]:
    """Commit one Debian version a day; return the commits' ids."""
    ids = []
    for day, version in enumerate(versions):
        at = START + day * DAY
        store(repository.workspace, server({"os": ok(debian(version))}, at))
        ids.append(repository.commit_all(version, at.isoformat()))
    return ids


def harm(repository: Repository, name: str) -> None:
    """Damage the object that a revision names: it is on the disk, and its content is nonsense."""
    object_id = repository.do("rev-parse", name)
    file = repository.workspace.path(f".git/objects/{object_id[:2]}/{object_id[2:]}")
    file.chmod(0o644)
    file.write_bytes(b"nonsense")


def test_of_a_damaged_file_in_git_nothing_is_said(repository: Repository) -> None:
    old, _ = commits(repository, "12", "13")
    harm(repository, f"{old}:{FILE}")
    moment = read_at(repository.workspace, repository.git, old)
    assert moment.damaged == (FILE,)
    now = load_snapshot(repository.workspace)
    editions = (EditionRecord("2026-11-20", START),)
    found = before(repository.workspace.book, now, editions, repository.git)
    assert (found.past.damaged, found.past.changes) == ((FILE,), ())


def test_a_damaged_folder_in_git_is_said_with_its_cure_and_the_book_is_built_without(
    repository: Repository,
) -> None:
    old, _ = commits(repository, "12", "13")
    harm(repository, f"{old}:inventory/snapshots/server")
    with pytest.raises(OutputError) as caught:
        read_at(repository.workspace, repository.git, old)
    assert caught.value.hint == "git fsck"
    now = load_snapshot(repository.workspace)
    editions = (EditionRecord("2026-11-20", START),)
    found = before(repository.workspace.book, now, editions, repository.git)
    assert (found.past.note, found.previous) == (NOTES[BROKEN], None)


def test_a_damaged_commit_leaves_no_history_and_no_stack_trace(repository: Repository) -> None:
    _, new = commits(repository, "12", "13")
    harm(repository, new)
    assert load_history(repository.git, NOW).note == BROKEN
    with pytest.raises(HeirbookError):
        last_pair(repository.workspace, repository.git)


def test_a_detached_head_a_dirty_tree_and_a_left_lock_do_not_matter(
    repository: Repository,
) -> None:
    old, _ = commits(repository, "12", "13")
    repository.do("checkout", "-q", "--detach")
    repository.workspace.path(".git/index.lock").write_text("")
    store(repository.workspace, server({"os": ok(debian("14"))}, START + 3 * DAY))
    repository.put("docs/new.md")
    pair = last_pair(repository.workspace, repository.git)
    words = [(one.name, one.snapshot.as_of) for one in pair]
    assert words == [(repository.do("rev-parse", "HEAD"), START + DAY), ("work", START + 3 * DAY)]
    assert read_at(repository.workspace, repository.git, old).snapshot.as_of == START


def test_a_rewritten_history_says_that_the_old_commit_is_not_there(
    repository: Repository,
) -> None:
    old, _ = commits(repository, "12", "13")
    repository.do("checkout", "-q", "--orphan", "new")
    repository.commit_all("all in one", "2026-11-25T00:00:00Z")
    for branch in ("main",):
        repository.do("branch", "-q", "-D", branch)
    repository.do("reflog", "expire", "--expire=now", "--all")
    repository.do("gc", "-q", "--prune=now")
    with pytest.raises(UsageError, match="no snapshot at"):
        read_at(repository.workspace, repository.git, old)
    assert len(load_history(repository.git, NOW).commits) == 1


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ('"schema_version": 1', '"schema_version": 99'),
        ('"schema_version": 1', '"schema_version": 0'),
        ('"12"', '"99"'),
    ],
)
def test_a_snapshot_of_another_schema_or_edited_by_hand_is_named_and_never_gone(
    repository: Repository, text: str, other: str
) -> None:
    commits(repository, "12")
    path = repository.workspace.path(FILE)
    path.write_text(path.read_text().replace(text, other))
    store(repository.workspace, server({"units": ok(units("a"))}, name="pi"))
    bad = repository.commit_all("harmed", "2026-11-22T00:00:00Z")
    commits(repository, "13")
    old = read_at(repository.workspace, repository.git, bad)
    new = read_at(repository.workspace, repository.git, "work")
    assert old.damaged == (FILE,)
    assert changes(old.snapshot, new.snapshot, (*old.unread, *new.unread)) == ()
    assert changes(new.snapshot, old.snapshot, (*old.unread, *new.unread)) == ()


def test_a_shallow_clone_and_no_git_at_all_are_said_on_the_page(
    repository: Repository, tmp_path: Path
) -> None:
    commits(repository, "12", "13")
    clone = tmp_path / "clone"
    repository.do("clone", "-q", "--depth=1", repository.workspace.root.as_uri(), str(clone))
    now = load_snapshot(repository.workspace)
    shallow = before(clone / "book", now, (), Git(clone, repository.git.environment))
    shutil.rmtree(clone / ".git")
    none = before(clone / "book", now, (), Git(clone, repository.git.environment))
    assert [shallow.past.note, none.past.note] == [NOTES[SHALLOW], NOTES[NO_GIT]]


def test_without_the_data_of_the_edition_its_commit_stands_for_it(repository: Repository) -> None:
    old, new = commits(repository, "12", "13")
    now = load_snapshot(repository.workspace)
    editions = (EditionRecord("2026-11-20", START),)
    found = before(repository.workspace.book, now, editions, repository.git)
    assert (found.past.commit, found.past.edition) == (old, "2026-11-20")
    assert [one.commit for one in found.past.changes] == [new]
