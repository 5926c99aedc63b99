"""Committing what a run wrote: exactly its paths, and only where nobody else is at work."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from heirbook.child import ChildResult
from heirbook.errors import OutputError, WorkspaceError
from heirbook.git import Git
from heirbook.inventory.reading_log import READINGS
from heirbook.inventory.store import SNAPSHOTS
from heirbook.workspace import Workspace

QUIET_FOR = timedelta(hours=24)
_UNFINISHED: Mapping[str, tuple[str, str]] = {
    "MERGE_HEAD": ("a merge", "git merge --abort, or finish it"),
    "rebase-merge": ("a rebase", "git rebase --abort, or finish it"),
    "rebase-apply": ("a rebase", "git rebase --abort, or finish it"),
    "CHERRY_PICK_HEAD": ("a cherry-pick", "git cherry-pick --abort, or finish it"),
    "REVERT_HEAD": ("a revert", "git revert --abort, or finish it"),
}


def checks(workspace: Workspace, git: Git) -> None:
    """Refuse, before anything is asked, where a commit could not be made or would do harm.

    Raises:
        WorkspaceError: naming what stands in the way, with its cure.
    """
    folder = git_folder(workspace, git)
    for name, (what, cure) in _UNFINISHED.items():
        if (folder / name).exists():
            raise WorkspaceError(f"{what} is under way in this repository", cure)
    if (folder / "index.lock").exists():
        raise WorkspaceError(
            "another git holds this repository's index, or one was killed",
            f"when no git is running: rm '{folder / 'index.lock'}'",
        )
    if git.text("ls-files", "--unmerged"):
        raise WorkspaceError("this repository has unmerged paths", "git status")
    if git.text("symbolic-ref", "--quiet", "HEAD") is None:
        raise WorkspaceError("no branch is checked out (detached HEAD)", "git switch BRANCH")
    _check_can_commit(git)


def commit(git: Git, paths: tuple[str, ...], subject: str) -> bool:
    """Commit exactly these paths; return False when none of them changed.

    What somebody else has staged stays staged.

    Raises:
        OutputError: when git refuses; the files stay published.
    """
    if not paths:
        return False
    listed = "".join(f"{path}\0" for path in paths).encode()
    from_list = ("--pathspec-from-file=-", "--pathspec-file-nul")
    new = _new_paths(git, paths)
    if new:
        added = "".join(f"{path}\0" for path in new).encode()
        _done(git.run("add", "--intent-to-add", *from_list, stdin=added))
    if not _changed(git, paths):
        return False
    arguments = ("--quiet", "--no-verify", "--no-edit", "--only", "-m", subject)
    result = git.run("commit", *arguments, *from_list, stdin=listed)
    if result.exit_status != 0 and new:
        git.run("rm", "--quiet", "--cached", *from_list, stdin="\0".join(new).encode())
    _done(result)
    return True


def commit_is_due(git: Git, now: datetime, *, facts_changed: bool) -> bool:
    """Return whether a run is to be committed: facts changed, or nothing was for 24 hours."""
    if facts_changed:
        return True
    last = git.text("log", "-n", "1", "--format=%cI", "HEAD", "--", SNAPSHOTS, READINGS)
    # a commit made while the clock was ahead must not put the next one off for ever
    return not last or not timedelta(0) <= now - datetime.fromisoformat(last) < QUIET_FOR


def left_uncommitted(git: Git, paths: Collection[str]) -> tuple[str, ...]:
    """Return which of these files an earlier run published without their commit.

    That run was killed, its git failed, or nobody asked it to commit.
    """
    prefix = git.text("rev-parse", "--show-prefix") or ""  # a status begins at the repository's top
    listed = git.text("status", "--porcelain", "-z", "--untracked-files=all", "--", SNAPSHOTS) or ""
    touched = {entry[3:].removeprefix(prefix) for entry in listed.split("\0")}
    return tuple(sorted(touched & set(paths)))


def git_folder(workspace: Workspace, git: Git) -> Path:
    """Return git's own folder of the repository that the workspace lies in.

    Raises:
        WorkspaceError: when it lies in none, or in one that git will not read.
    """
    result = git.run("rev-parse", "--absolute-git-dir")
    if result.exit_status == 0:
        return Path(result.stdout.decode().removesuffix("\n"))
    if b"dubious ownership" in result.stderr:
        raise WorkspaceError(
            "this repository belongs to another user", f"sudo chown -R $USER '{workspace.root}'"
        )
    raise WorkspaceError(
        "this workspace is in no git repository", f"git -C '{workspace.root}' init"
    )


def _check_can_commit(git: Git) -> None:
    if git.text("var", "GIT_COMMITTER_IDENT") is None:
        raise WorkspaceError(
            "git does not know who commits", "git config user.email YOU@example.org"
        )
    for folder in (SNAPSHOTS, READINGS):
        if git.run("check-ignore", "--quiet", f"{folder}/server/x").exit_status == 0:
            raise WorkspaceError(
                f"git ignores '{folder}'", f"git check-ignore -v {folder}/server/x"
            )


def _new_paths(git: Git, paths: tuple[str, ...]) -> tuple[str, ...]:
    known = set((git.text("ls-files", "-z", "--", "inventory") or "").split("\0"))
    return tuple(path for path in paths if path not in known)


def _changed(git: Git, paths: tuple[str, ...]) -> bool:
    result = git.run("status", "--porcelain", "-z", "--untracked-files=no", "--", "inventory")
    _done(result)
    prefix = git.text("rev-parse", "--show-prefix") or ""  # such a listing begins at the top
    touched = {entry[3:].removeprefix(prefix) for entry in result.stdout.decode().split("\0")}
    return bool(touched & set(paths))


def _done(result: ChildResult) -> None:
    if result.exit_status == 0:
        return
    why = "it took too long" if result.cut else _reason(result.stderr)
    raise OutputError(f"git did not commit: {why}", "the files are published; see: git status")


def _reason(stderr: bytes) -> str:
    """Return git's first line; it names files and causes, never their content."""
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    first = lines[0] if lines else "no reason given"
    return "".join(letter for letter in first[:200] if letter.isprintable())
