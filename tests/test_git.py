"""git as we run it: literal paths, nobody's variables, nobody's hooks, no git at all."""

from dataclasses import replace
from pathlib import Path

import pytest

from heirbook.child import ProgramMissingError
from heirbook.git import Git
from tests.inventory.repository import Repository, repository

__all__ = ["repository"]


def test_variables_of_git_never_reach_it(repository: Repository, tmp_path: Path) -> None:
    trap = tmp_path / "sprung"
    hostile = {
        **repository.git.environment,
        "GIT_DIR": "/nowhere",
        "GIT_EXTERNAL_DIFF": f"touch {trap}",
        "GIT_CONFIG_COUNT": "broken",
    }
    git = replace(repository.git, environment=hostile)
    repository.put("inventory/fleet.yml", "changed")
    assert git.text("ls-files") == "inventory/fleet.yml"
    assert git.text("diff") is not None
    assert not trap.exists()


@pytest.mark.parametrize("name", ["*", ":(top)", "[a-z]", ":!inventory"])
def test_a_path_that_looks_like_a_pattern_names_only_itself(
    repository: Repository, name: str
) -> None:
    assert repository.git.text("ls-files", "--", name) == ""
    repository.put(f"{name}", "odd")
    repository.git.run("add", "--", name)
    assert repository.git.text("ls-files", "-z", "--", name) == f"{name}\0"


def test_what_failed_has_no_text(repository: Repository, tmp_path: Path) -> None:
    assert repository.git.text("rev-parse", "nowhere") is None
    assert Git(tmp_path, {"PATH": str(tmp_path)}).text("status") is None
    with pytest.raises(ProgramMissingError):
        Git(tmp_path, {"PATH": str(tmp_path)}).run("status")
