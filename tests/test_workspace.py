"""Where a workspace is found."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from heirbook.errors import WorkspaceError
from heirbook.workspace import FLEET, Workspace, find_workspace

NOBODY = 65534


@pytest.fixture
def made(tmp_path: Path) -> Path:
    (tmp_path / "inventory").mkdir()
    (tmp_path / FLEET).touch()
    return tmp_path


@pytest.fixture
def plain_user() -> Iterator[None]:
    """Let root feel file modes like everybody else."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(NOBODY)
    yield
    os.seteuid(before)


def test_it_is_found_from_a_folder_inside(made: Path) -> None:
    inside = made / "docs" / "runbooks"
    inside.mkdir(parents=True)
    assert find_workspace(inside) == Workspace(made)


def test_none_is_told_with_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError) as refused:
        find_workspace(tmp_path)
    assert refused.value.hint == "heirbook init"


@pytest.mark.usefixtures("plain_user")
def test_one_that_cannot_be_looked_into_is_not_called_missing() -> None:
    locked = Path("/proc/1/fd")
    with pytest.raises(WorkspaceError) as refused:
        find_workspace(locked)
    assert "cannot be looked into" in refused.value.message
