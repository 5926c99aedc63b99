"""Files that an operator wrote: only regular UTF-8 files inside the workspace, and never a wait."""

import os
import socket
import time
from pathlib import Path

import pytest

from heirbook.inventory.file_text import FileTextError, read_text

NAME = "inventory/fleet.yml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "workspace"
    (made / "inventory").mkdir(parents=True)
    return made


def refusal(root: Path) -> str:
    started = time.monotonic()
    with pytest.raises(FileTextError) as caught:
        read_text(root, NAME)
    assert time.monotonic() - started < 1
    return str(caught.value.problem)


def written(root: Path, content: bytes, mode: int = 0o644) -> Path:
    path = root / NAME
    path.write_bytes(content)
    path.chmod(mode)
    return path


def test_a_missing_file_is_none(root: Path) -> None:
    assert read_text(root, NAME) is None


def test_b10_more_than_a_mebibyte_is_refused(root: Path) -> None:
    written(root, b"a" * (1024 * 1024 + 1))
    assert refusal(root) == f"{NAME}: is larger than 1024 KiB"


def test_b10_a_mebibyte_is_accepted(root: Path) -> None:
    written(root, b"a" * 1024 * 1024)
    assert len(read_text(root, NAME) or "") == 1024 * 1024


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("title: x".encode("utf-16"), f"{NAME}: is UTF-16; save as UTF-8"),
        (b"a: 1\nb: x\0y", f"{NAME}:2:5: holds a NUL character; save as UTF-8"),
        ("a: 1\nb: Mėnuo ž".encode() + b"\xe9", f"{NAME}:2:11: is not UTF-8; save as UTF-8"),
        (b"\xef\xbb\xbfa: \xe9", f"{NAME}:1:4: is not UTF-8; save as UTF-8"),
    ],
    ids=["utf-16", "nul", "latin-1", "latin-1 after a mark"],
)
def test_b11_other_encodings_are_refused(root: Path, content: bytes, expected: str) -> None:
    written(root, content)
    assert refusal(root) == expected


def test_b11_a_byte_order_mark_and_crlf_are_accepted(root: Path) -> None:
    written(root, b"\xef\xbb\xbftitle: x\r\n")
    assert read_text(root, NAME) == "title: x\r\n"


def test_b19_a_link_inside_the_workspace_is_followed(root: Path) -> None:
    (root / "real.yml").write_text("title: x")
    (root / NAME).symlink_to("../real.yml")
    assert read_text(root, NAME) == "title: x"


def test_b19_a_link_outside_is_refused(root: Path) -> None:
    (root.parent / "secret.yml").write_text("title: x")
    (root / NAME).symlink_to(root.parent / "secret.yml")
    assert "leads outside the workspace" in refusal(root)


def test_b19_a_linked_folder_outside_is_refused(root: Path) -> None:
    (root.parent / "other").mkdir()
    (root.parent / "other" / "fleet.yml").write_text("title: x")
    (root / "inventory").rmdir()
    (root / "inventory").symlink_to(root.parent / "other")
    assert "leads outside the workspace" in refusal(root)


def test_b19_a_link_to_nothing_and_a_link_to_itself_are_refused(root: Path) -> None:
    (root / NAME).symlink_to("nothing.yml")
    assert "leads nowhere" in refusal(root)
    (root / NAME).unlink()
    (root / NAME).symlink_to("fleet.yml")
    assert refusal(root).startswith(f"{NAME}: ")


def test_b19_a_fifo_does_not_hang(root: Path) -> None:
    os.mkfifo(root / NAME)
    assert refusal(root) == f"{NAME}: is not a regular file"


def test_b19_a_device_is_refused(root: Path) -> None:
    """The device files of this machine lie outside; one is reached by making /dev the workspace."""
    with pytest.raises(FileTextError) as caught:
        read_text(Path("/dev"), "zero")
    assert str(caught.value.problem) == "zero: is not a regular file"
    (root / NAME).symlink_to("/dev/zero")
    assert "leads outside the workspace" in refusal(root)


def test_b19_a_directory_and_a_socket_are_refused(root: Path) -> None:
    (root / NAME).mkdir()
    assert refusal(root) == f"{NAME}: is not a regular file"
    (root / NAME).rmdir()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(root / NAME))
        assert "cannot be opened" in refusal(root)


def test_b20_a_file_that_everybody_can_change_is_refused(root: Path) -> None:
    written(root, b"title: x", 0o646)
    assert refusal(root) == f"{NAME}: can be changed by everybody; run: chmod o-w {NAME}"
