"""Committing: exactly the written paths, and only where nobody else is at work."""

import os
import shutil
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from heirbook.errors import OutputError, WorkspaceError
from heirbook.git import Git
from heirbook.inventory.git_commit import checks, commit, commit_is_due, left_uncommitted
from heirbook.workspace import Workspace
from tests.inventory.repository import Repository, make_repository, repository
from tests.real_parts import need_root

__all__ = ["repository"]
UPE = "inventory/snapshots/server/upe.json"
NAS = "inventory/snapshots/server/nas.json"
SUBJECT = "collect: 1 changed"


def committed(repository: Repository) -> list[str]:
    return repository.do("show", "--format=", "--name-only", "HEAD").splitlines()


def test_exactly_the_written_paths_are_committed(repository: Repository) -> None:
    for path in (UPE, NAS, "docs/mine.md", "inventory/notes.txt"):
        repository.put(path)
    assert commit(repository.git, (UPE, NAS), SUBJECT)
    assert committed(repository) == [NAS, UPE]
    assert repository.do("log", "-1", "--format=%s") == SUBJECT
    assert repository.do("status", "--porcelain", "-uall").splitlines() == [
        "?? docs/mine.md",
        "?? inventory/notes.txt",
    ]


def test_what_somebody_else_staged_stays_staged(repository: Repository) -> None:
    repository.put(UPE, "one")
    repository.commit_all("first", "2026-11-10T00:00:00Z")
    repository.put("inventory/fleet.yml", "title: Changed\n")
    repository.put("docs/new.md")
    repository.do("add", "inventory/fleet.yml", "docs/new.md")
    repository.put(UPE, "two")
    repository.put(NAS)
    assert commit(repository.git, (UPE, NAS), SUBJECT)
    assert committed(repository) == [NAS, UPE]
    assert repository.do("diff", "--cached", "--name-only").splitlines() == [
        "docs/new.md",
        "inventory/fleet.yml",
    ]


def test_nothing_changed_means_no_commit(repository: Repository) -> None:
    repository.put(UPE)
    repository.commit_all("first", "2026-11-10T00:00:00Z")
    before = repository.do("rev-parse", "HEAD")
    assert not commit(repository.git, (UPE,), SUBJECT)
    assert not commit(repository.git, (), SUBJECT)
    assert repository.do("rev-parse", "HEAD") == before


def test_hooks_signing_and_variables_of_git_have_no_effect(
    repository: Repository, tmp_path: Path
) -> None:
    trap = tmp_path / "sprung"
    for hook in ("pre-commit", "commit-msg", "post-commit", "prepare-commit-msg"):
        script = repository.put(f".git/hooks/{hook}", f"#!/bin/sh\ntouch {trap}\nexit 1\n")
        script.chmod(0o755)
    repository.do("config", "commit.gpgsign", "true")
    repository.do("config", "gpg.program", "false")
    environment = {**repository.git.environment, "GIT_DIR": "/nowhere", "GIT_INDEX_FILE": "/no"}
    repository.put(UPE)
    assert commit(Git(repository.workspace.root, environment), (UPE,), SUBJECT)
    assert not trap.exists()


def test_a_workspace_below_the_top_of_its_repository_is_committed(repository: Repository) -> None:
    inner = repository.workspace.root / "river"
    repository.put(f"river/{UPE}")
    git = Git(inner, repository.git.environment)
    checks(Workspace(inner), git)
    assert commit(git, (UPE,), SUBJECT)
    assert committed(repository) == [f"river/{UPE}"]
    assert not commit(git, (UPE,), SUBJECT)


def test_the_first_commit_of_a_repository_can_be_ours(
    repository: Repository, tmp_path: Path
) -> None:
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    subprocess.run(["git", "init", "-q", fresh], check=True)
    git = Git(fresh, repository.git.environment)
    new = Repository(Workspace(fresh), git)
    new.put(UPE)
    checks(new.workspace, git)
    assert commit(git, (UPE,), SUBJECT)
    assert new.do("ls-files") == UPE


def test_a_dirty_repository_is_no_obstacle(repository: Repository) -> None:
    repository.put("inventory/fleet.yml", "title: Changed\n")
    checks(repository.workspace, repository.git)


def conflict(repository: Repository) -> None:
    repository.do("checkout", "-q", "-b", "other")
    repository.put("inventory/fleet.yml", "title: Theirs\n")
    repository.commit_all("theirs", "2026-11-10T00:00:00Z")
    repository.do("checkout", "-q", "main")
    repository.put("inventory/fleet.yml", "title: Ours\n")
    repository.commit_all("ours", "2026-11-10T00:00:00Z")


def merge(repository: Repository) -> None:
    conflict(repository)
    with pytest.raises(subprocess.CalledProcessError):
        repository.do("merge", "-q", "other")


def rebase(repository: Repository) -> None:
    conflict(repository)
    with pytest.raises(subprocess.CalledProcessError):
        repository.do("rebase", "-q", "other")


def unmerged(repository: Repository) -> None:
    merge(repository)
    (repository.workspace.root / ".git/MERGE_HEAD").unlink()


def detached(repository: Repository) -> None:
    repository.do("checkout", "-q", "--detach")


def index_lock(repository: Repository) -> None:
    repository.put(".git/index.lock", "")


def nobody(repository: Repository) -> None:
    (Path(repository.git.environment["HOME"]) / ".gitconfig").write_text(
        "[user]\nuseConfigOnly = true\n"
    )


def ignored(repository: Repository) -> None:
    repository.put(".gitignore", "/inventory/snapshots/\n")


def foreign(repository: Repository) -> None:
    need_root()
    for path in (repository.workspace.root, *repository.workspace.root.rglob("*")):
        os.chown(path, 65534, 65534)


def no_repository(repository: Repository) -> None:
    shutil.rmtree(repository.workspace.root / ".git")


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (merge, "a merge is under way"),
        (rebase, "a rebase is under way"),
        (unmerged, "unmerged paths"),
        (detached, "detached HEAD"),
        (index_lock, "index"),
        (nobody, "who commits"),
        (ignored, "git ignores"),
        (no_repository, "no git repository"),
        pytest.param(foreign, "belongs to another user", marks=pytest.mark.root),
    ],
)
def test_what_stands_in_the_way_is_named_with_its_cure(
    repository: Repository, prepare: Callable[[Repository], None], message: str
) -> None:
    prepare(repository)
    with pytest.raises(WorkspaceError, match=message) as caught:
        checks(repository.workspace, repository.git)
    assert caught.value.exit_code == 2
    assert caught.value.hint


def test_an_index_lock_that_appears_later_leaves_the_files_published(
    repository: Repository,
) -> None:
    published = repository.put(UPE, "new")
    repository.put(".git/index.lock", "")
    with pytest.raises(OutputError, match=r"index\.lock") as caught:
        commit(repository.git, (UPE,), SUBJECT)
    assert caught.value.exit_code == 74
    assert published.read_text() == "new"


@pytest.mark.root
def test_a_full_disk_keeps_the_old_commit(small_disk: Path, tmp_path: Path) -> None:
    repository = make_repository(small_disk, tmp_path / "home")
    before = repository.do("rev-parse", "HEAD")
    repository.put(UPE, os.urandom(300_000).hex())
    with pytest.raises(OSError, match="space"):
        (small_disk / "filler").write_bytes(b"x" * (1 << 20))
    with pytest.raises(OutputError):
        commit(repository.git, (UPE,), SUBJECT)
    (small_disk / "filler").unlink()
    assert repository.do("rev-parse", "HEAD") == before
    repository.do("fsck")


def test_readings_alone_are_committed_once_in_a_day(repository: Repository) -> None:
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert commit_is_due(repository.git, now, facts_changed=False)
    repository.put("inventory/readings/server/upe.jsonl")
    repository.commit_all("readings", "2026-11-20T02:00:00+02:00")
    assert not commit_is_due(repository.git, now, facts_changed=False)
    assert commit_is_due(repository.git, now, facts_changed=True)
    assert commit_is_due(repository.git, now + timedelta(hours=12), facts_changed=False)


WRITER = """
    import sys
    from datetime import UTC, datetime
    from pathlib import Path
    from heirbook.git import Git
    from heirbook.inventory.git_commit import checks, commit
    from heirbook.publish import lock, workspace_staging
    from heirbook.workspace import Workspace

    workspace = Workspace(Path(sys.argv[1]))
    git = Git(workspace.root, {"PATH": sys.argv[2], "HOME": sys.argv[3], "LC_ALL": "C"})
    for number in range(int(sys.argv[4]), 10**9):
        with lock(workspace, datetime(2026, 11, 20, tzinfo=UTC)):
            checks(workspace, git)
            with workspace_staging(workspace) as staging:
                for name in ("upe", "nas"):
                    staging.write(f"inventory/snapshots/server/{name}.json", b"%d" % number)
                paths = staging.publish(None)
            commit(git, paths, "collect: 2 changed")
        print(number, flush=True)
"""


def test_a_run_killed_at_any_moment_is_healed_by_the_next(repository: Repository) -> None:
    root, environment = repository.workspace.root, repository.git.environment
    repository.put(".gitignore", ".heirbook/\n")
    for attempt in range(10):
        places = [root, environment["PATH"], environment["HOME"], str(attempt * 1000)]
        argv = [sys.executable, "-c", textwrap.dedent(WRITER), *map(str, places)]
        writer = subprocess.Popen(argv, stdout=subprocess.PIPE)
        assert writer.stdout
        assert writer.stdout.readline(), "the run after a kill must work without anybody's help"
        time.sleep(0.05 * (attempt * 0.618 % 1))
        writer.kill()
        writer.communicate()
        until = time.monotonic() + 5  # a git that was running goes on to its end
        while (root / ".git/index.lock").exists() and time.monotonic() < until:
            time.sleep(0.01)
    repository.do("fsck")
    assert set(repository.do("ls-files").splitlines()) == {"inventory/fleet.yml", NAS, UPE}


def test_what_an_earlier_run_left_uncommitted_is_known(repository: Repository) -> None:
    repository.put(UPE)
    repository.commit_all("first", "2026-11-10T00:00:00Z")
    assert left_uncommitted(repository.git, (UPE, NAS)) == ()
    repository.put(UPE, "changed")
    repository.put(NAS)
    repository.put("inventory/snapshots/server/pi.json")
    assert left_uncommitted(repository.git, (UPE, NAS)) == (NAS, UPE)
