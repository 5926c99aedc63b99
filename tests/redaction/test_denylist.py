"""The list of sealed values: written by digest, found by value."""

from pathlib import Path

import pytest

from heirbook.errors import WorkspaceError
from heirbook.redaction import denylist

KEY = b"k" * 32


def test_added_values_are_contained_and_never_written(tmp_path: Path) -> None:
    path = tmp_path / ".heirbook" / "denylist"
    denylist.add(path, KEY, ["correct-horse-9", "short", "Tr0ub4dor&3"], "database")
    listed = denylist.read(path, KEY)
    assert listed.contains("correct-horse-9")
    assert listed.contains("Tr0ub4dor&3")
    assert not listed.contains("short")
    assert not listed.contains("correct-horse-8")
    assert "horse" not in path.read_text("utf-8")
    assert "horse" not in repr(listed)
    assert path.stat().st_mode & 0o777 == 0o600


def test_adding_again_keeps_what_stands(tmp_path: Path) -> None:
    path = tmp_path / "denylist"
    denylist.add(path, KEY, ["first-value"], "one")
    before = path.read_bytes()
    denylist.add(path, KEY, ["first-value"], "another\nlabel")
    assert path.read_bytes() == before
    denylist.add(path, KEY, ["second-value"], "another\nlabel")
    assert [line.partition(" ")[2] for line in path.read_text("utf-8").splitlines()] == [
        "one",
        r"another\nlabel",
    ]


def test_another_workspace_recognises_nothing(tmp_path: Path) -> None:
    path = tmp_path / "denylist"
    denylist.add(path, KEY, ["first-value"], "one")
    assert not denylist.read(path, b"o" * 32).contains("first-value")


def test_no_file_is_an_empty_list(tmp_path: Path) -> None:
    assert not denylist.read(tmp_path / "denylist", KEY).labels


def test_an_open_linked_or_strange_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "denylist"
    denylist.add(path, KEY, ["first-value"], "one")
    (tmp_path / "link").symlink_to(path)
    with pytest.raises(WorkspaceError, match="cannot be opened"):
        denylist.read(tmp_path / "link", KEY)
    path.chmod(0o644)
    with pytest.raises(WorkspaceError, match="open to other users"):
        denylist.read(path, KEY)
    path.chmod(0o600)
    path.write_text("first-value one\n", "utf-8")
    with pytest.raises(WorkspaceError, match="something else in line 1") as refused:
        denylist.read(path, KEY)
    assert "first-value" not in str(refused.value)
