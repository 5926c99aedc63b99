"""The file of tried runbooks: appended to, read whole, never a secret in it."""

from datetime import date
from pathlib import Path

import pytest

from heirbook.errors import GateError, WorkspaceError
from heirbook.inventory.verified import (
    VERIFIED,
    Verification,
    append_verification,
    load_verifications,
)
from heirbook.publish import make_state_folder
from heirbook.workspace import Workspace

ONE = Verification(
    instance="disk-full@upe",
    by="rasa",
    on=date(2026, 11, 20),
    outcome="worked",
    commands="ab" * 32,
    facts={"mount": "/"},
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "inventory").mkdir()
    found = Workspace(tmp_path)
    make_state_folder(found)
    return found


def passes(_folder: Path) -> None:
    """Let everything through."""


def test_records_come_back_in_their_order(workspace: Workspace) -> None:
    assert load_verifications(workspace) == ()
    second = ONE.model_copy(update={"outcome": "failed", "note": "diskas pilnas ė"})
    append_verification(workspace, ONE, passes)
    append_verification(workspace, second, passes)
    assert load_verifications(workspace) == (ONE, second)


def test_a_line_torn_off_is_left_out_and_written_over(workspace: Workspace) -> None:
    append_verification(workspace, ONE, passes)
    file = workspace.path(VERIFIED)
    file.write_bytes(file.read_bytes() + b'{"instance": "x')
    assert load_verifications(workspace) == (ONE,)
    append_verification(workspace, ONE, passes)
    assert load_verifications(workspace) == (ONE, ONE)


def test_a_refusing_gate_leaves_the_file_as_it_was(workspace: Workspace) -> None:
    append_verification(workspace, ONE, passes)

    def refuses(_folder: Path) -> None:
        raise GateError("no")

    with pytest.raises(GateError):
        append_verification(workspace, ONE, refuses)
    assert load_verifications(workspace) == (ONE,)


@pytest.mark.parametrize("line", ["[]", '{"instance": "x"}', "{"])
def test_a_broken_line_is_told(workspace: Workspace, line: str) -> None:
    workspace.path(VERIFIED).write_text(f"{line}\n", "utf-8")
    with pytest.raises(WorkspaceError):
        load_verifications(workspace)
