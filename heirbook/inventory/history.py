"""Earlier snapshots: git is their history, read lazily and newest first."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath

from heirbook.errors import UsageError
from heirbook.git import Git
from heirbook.inventory.git_commit import git_folder
from heirbook.inventory.past_edition import EDITION_ID, read_edition_data
from heirbook.inventory.past_files import PastFiles
from heirbook.inventory.record import SourceId
from heirbook.inventory.snapshot import Snapshot, Source
from heirbook.inventory.store import SNAPSHOTS, load_snapshot, snapshot_of, snapshot_path
from heirbook.workspace import Workspace

MOST_COMMITS = 60
OLDEST = timedelta(days=400)
WORK = "work"
NO_GIT = "there is no git history"
BROKEN = "git cannot read its own history"
SHALLOW = "the clone is shallow, its history is cut short"
_BOOK = "book/"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ][\d:]{5,8}(Z|[+-]\d{2}:?\d{2})?")


@dataclass(frozen=True)
class Commit:
    """A commit that touched the snapshot, and when it was made."""

    id: str
    at: datetime


@dataclass(frozen=True)
class Moment:
    """The snapshot at one time; `damaged` names the files that could not be used."""

    name: str
    """`work`, the commit's id, or `book/<edition>`."""
    at: datetime
    snapshot: Snapshot
    damaged: tuple[str, ...] = ()

    @property
    def unread(self) -> tuple[SourceId, ...]:
        """Return the ids of the sources whose files are damaged: nothing is known of them."""
        names = (PurePosixPath(path).with_suffix("").parts[-2:] for path in self.damaged)
        return tuple(SourceId("/".join(name)) for name in names)


@dataclass(frozen=True)
class History:
    """The commits that hold earlier snapshots, newest first; a snapshot is read when asked for.

    `note` says why there are fewer than there should be.
    """

    commits: tuple[Commit, ...] = ()
    note: str | None = None
    _files: PastFiles | None = field(default=None, repr=False, compare=False)

    def moments(self) -> Iterator[Moment]:
        """Yield the snapshots, newest first, each read when its turn comes."""
        for commit in self.commits:
            yield self.moment(commit)

    def moment(self, commit: Commit, only: Collection[SourceId] | None = None) -> Moment:
        """Return the snapshot that a commit holds; of these sources alone where `only` is given."""
        if self._files is None:
            return Moment(commit.id, commit.at, snapshot_of(()))
        sources, damaged = self._files.sources(commit.id, only)
        return Moment(commit.id, commit.at, snapshot_of(sources), damaged)

    def parts(self, sections: Collection[str], most_files: int) -> Iterator[Source]:
        """Yield these sections of every source that a commit changed, newest first, each file once.

        Raises:
            OutputError: when git cannot read its own objects.
        """
        if self._files is not None and self.commits:
            yield from self._files.parts(len(self.commits), sections, most_files)


def load_history(
    git: Git, as_of: datetime, only: SourceId | None = None, most: int = MOST_COMMITS
) -> History:
    """Return the history of the snapshot, or of one source: of the last 400 days at most.

    Without git, or in a shallow clone, it is shorter and says so; that is no error.
    """
    path = snapshot_path(only) if only else SNAPSHOTS
    commits = _commits(git, "-n", str(most), path=path)
    if commits is None:
        there = git.text("rev-parse", "--verify", "--quiet", "HEAD")
        return History(note=BROKEN if there else NO_GIT)
    shallow = git.text("rev-parse", "--is-shallow-repository") == "true"
    recent = tuple(commit for commit in commits if as_of - commit.at <= OLDEST)
    return History(recent, SHALLOW if shallow else None, PastFiles(git))


def read_at(workspace: Workspace, git: Git, when: str) -> Moment:
    """Return the snapshot at a git revision, on a date (newest commit not after), or of `work`.

    `book/2026-11-20`, or an id with a number, is the edition of that name; so is a date that git
    has no commit for.

    Raises:
        UsageError: when git knows no such commit, and no edition is called so.
        WorkspaceError: without a repository, or when a file of the working tree cannot be used.
    """
    if when == WORK:
        return _work(workspace)
    if _names_edition(when):
        return edition_moment(workspace, when)
    commits = _commits_at(git, when)
    if not commits and EDITION_ID.fullmatch(when) and (workspace.book / when).is_dir():
        return edition_moment(workspace, when)
    git_folder(workspace, git)
    if not commits:
        raise UsageError(f"there is no snapshot at '{when}'", f"git log --oneline -- {SNAPSHOTS}")
    return History(commits, None, PastFiles(git)).moment(commits[0])


def edition_moment(workspace: Workspace, name: str) -> Moment:
    """Return the snapshot that an edition was made from: `2026-11-20-2`, `book/2026-11-20`.

    Raises:
        UsageError: when no edition of that name stands in `book/`.
    """
    edition = name.removeprefix(_BOOK).rstrip("/")
    found = read_edition_data(workspace.book / edition) if EDITION_ID.fullmatch(edition) else None
    if found is None:
        raise UsageError(f"there is no edition '{edition}' with its data in book/", "ls book")
    return Moment(f"{_BOOK}{edition}", found.snapshot.as_of, found.snapshot, found.damaged)


def commit_not_after(git: Git, moment: datetime) -> Moment | None:
    """Return the newest commit's snapshot that is not younger than a moment; None without one.

    Raises:
        OutputError: when git cannot read its own objects.
    """
    commits = _commits(git, "-n", "1", f"--before={int(moment.timestamp())}")
    return History(commits, None, PastFiles(git)).moment(commits[0]) if commits else None


def last_pair(workspace: Workspace, git: Git) -> tuple[Moment, Moment]:
    """Return the last commit and the working tree; the commit before it when those are equal.

    Raises:
        UsageError: when nothing was ever committed.
        WorkspaceError: without a repository, or when a file of the working tree cannot be used.
    """
    git_folder(workspace, git)
    commits = _commits(git, "-n", "2")
    if not commits:
        raise UsageError("no snapshot was ever committed", "heirbook collect --commit")
    touched = git.text("status", "--porcelain", "--untracked-files=all", "--", SNAPSHOTS)
    before = commits[0] if touched or len(commits) == 1 else commits[1]
    return History(commits, None, PastFiles(git)).moment(before), _work(workspace)


def _work(workspace: Workspace) -> Moment:
    snapshot = load_snapshot(workspace)
    return Moment(WORK, snapshot.as_of, snapshot)


def _names_edition(when: str) -> bool:
    numbered = EDITION_ID.fullmatch(when)
    return when.startswith(_BOOK) or bool(numbered and numbered["number"])


def _commits_at(git: Git, when: str) -> tuple[Commit, ...]:
    if _is_date(when):
        return _commits(git, "-n", "1", *_not_after(when)) or ()
    return _revision(git, when)


def _is_date(when: str) -> bool:
    return bool(_DATE.fullmatch(when) or _TIME.fullmatch(when))


def _not_after(when: str) -> tuple[str, ...]:
    """Return git's option for a date, which lasts until its end, or a time; UTC when unsaid."""
    text = f"{when}T23:59:59" if _DATE.fullmatch(when) else when
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"'{when}' is no date", "write it as 2026-11-20") from None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (f"--before={int(aware.timestamp())}",)


def _revision(git: Git, when: str) -> tuple[Commit, ...]:
    if when.startswith("-"):
        return ()
    found = git.text("log", "-n", "1", "--format=%H%x00%cI", f"{when}^{{commit}}", "--")
    return _parsed(found or "")


def _commits(git: Git, *options: str, path: str = SNAPSHOTS) -> tuple[Commit, ...] | None:
    found = git.text("log", "--format=%H%x00%cI", *options, "HEAD", "--", path)
    return None if found is None else _parsed(found)


def _parsed(text: str) -> tuple[Commit, ...]:
    """Return the commits of `git log --format=%H%x00%cI`.

    Sample: `f2ca1bb6c7e907d06dafe4687e579fce76b37e4e<NUL>2026-11-20T03:10:09+01:00`.
    """
    rows = (line.split("\0") for line in text.splitlines())
    return tuple(Commit(row[0], datetime.fromisoformat(row[1]).astimezone(UTC)) for row in rows)
