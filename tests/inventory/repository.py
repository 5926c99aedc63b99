"""A workspace in a real git repository of its own, with a home that knows who commits."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from heirbook.git import Git
from heirbook.workspace import Workspace


@dataclass(frozen=True)
class Repository:
    """The workspace, and git as the operator runs it."""

    workspace: Workspace
    git: Git

    def do(self, *arguments: str) -> str:
        """Return what `git <arguments>` printed; it must succeed."""
        result = subprocess.run(
            ["git", *arguments],
            cwd=self.workspace.root,
            env=dict(self.git.environment),
            check=True,
            capture_output=True,
            text=True,
        )
        return result.stdout.removesuffix("\n")

    def commit_all(self, subject: str, at: str) -> str:
        """Commit everything as made at a time, and return the commit's id."""
        self.do("add", "-A")
        environment = {**self.git.environment, "GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
        arguments = ["git", "commit", "-q", "--allow-empty", "-m", subject]
        subprocess.run(arguments, cwd=self.workspace.root, env=environment, check=True)
        return self.do("rev-parse", "HEAD")

    def put(self, relative: str, text: str = "text") -> Path:
        """Write a file of the workspace."""
        path = self.workspace.path(relative)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path


def make_repository(folder: Path, home: Path) -> Repository:
    """Return a new repository in `folder`; git reads nothing of the developer's own settings."""
    home.mkdir(exist_ok=True)
    (home / ".gitconfig").write_text(
        "[user]\nname = Rasa\nemail = rasa@example.org\n[init]\ndefaultBranch = main\n"
    )
    folder.mkdir(exist_ok=True)
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C"}
    repository = Repository(Workspace(folder), Git(folder, environment))
    repository.do("init", "-q")
    repository.put("inventory/fleet.yml", "title: River\n")
    repository.commit_all("begin", "2026-01-01T00:00:00Z")
    return repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Return a workspace in a new repository with one commit that holds no snapshot."""
    return make_repository(tmp_path / "river", tmp_path / "home")
