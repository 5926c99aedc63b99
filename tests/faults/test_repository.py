"""F42: a repository in which somebody else is at work; what is not ours is never committed."""

import subprocess
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.faults.answers import os_section, whole_answer
from tests.faults.bench import LONG_AGO, Bench

LATER = LONG_AGO + timedelta(hours=1)


def locked(bench: Bench) -> None:
    (bench.root / ".git/index.lock").touch()


def detached(bench: Bench) -> None:
    bench.git("switch", "-q", "--detach")


def in_conflict(bench: Bench) -> None:
    bench.git("switch", "-q", "-c", "other", "HEAD~1")
    bench.write("docs/mine.md", "theirs\n")
    bench.commit_all()
    bench.git("switch", "-q", "main")
    bench.write("docs/mine.md", "ours\n")
    bench.commit_all()
    with pytest.raises(subprocess.CalledProcessError):
        bench.git("merge", "other")


@pytest.mark.parametrize(
    ("disturb", "words", "cure"),
    [
        (locked, "index", "rm '"),
        (detached, "detached HEAD", "git switch"),
        (in_conflict, "a merge is under way", "git merge --abort"),
    ],
)
def test_nothing_is_asked_where_no_commit_can_be_made(
    bench: Bench, disturb: Callable[[Bench], None], words: str, cure: str
) -> None:
    disturb(bench)
    before = bench.stored("pi")
    bench.answer("pi", whole_answer({"os": os_section("12.99")}))
    ran = bench.run("collect", "--commit", now=LATER)
    assert ran.code == 2
    error, hint = ran.err.splitlines()
    assert words in error
    assert cure in hint
    assert bench.stored("pi") == before
    bench.require_sound()


def test_without_commit_the_state_of_git_does_not_matter(bench: Bench) -> None:
    in_conflict(bench)
    assert bench.run("collect", now=LATER).code == 0


def test_foreign_changes_are_never_committed(bench: Bench) -> None:
    bench.write("docs/staged.md", "staged\n")
    bench.git("add", "docs/staged.md")
    bench.write("docs/new.md", "new\n")
    bench.write("collectors/README.md", "changed\n")
    bench.answer("pi", whole_answer({"os": os_section("12.99")}))
    assert bench.run("collect", "--commit", now=LATER).code == 0
    assert bench.git("show", "--format=%s", "--name-only", "HEAD").splitlines() == [
        "collect: 1 changed",
        "",
        "inventory/readings/server/pi.jsonl",
        "inventory/readings/server/upe.jsonl",
        "inventory/snapshots/server/pi.json",
    ]
    status = bench.git("status", "--porcelain").splitlines()
    assert {"A  docs/staged.md", "?? docs/new.md", " M collectors/README.md"} <= set(status)
    bench.require_sound()


def test_what_a_run_without_commit_published_is_committed_by_the_next(bench: Bench) -> None:
    bench.answer("pi", whole_answer({"os": os_section("12.99")}))
    assert bench.run("collect", now=LATER).code == 0
    ran = bench.run("collect", "--commit", now=LATER + timedelta(minutes=5))
    assert ran.code == 0
    assert "committed" in ran.out
    assert bench.git("status", "--porcelain", "inventory") == ""
