"""The fingerprint key as a file, and what is derived from it."""

import os
from pathlib import Path

import pytest

from heirbook.errors import WorkspaceError
from heirbook.redaction import fingerprint


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path, umask: int) -> None:
    path = tmp_path / ".heirbook" / "fingerprint.key"
    before = os.umask(umask)
    try:
        key = fingerprint.load_or_create(path)
    finally:
        os.umask(before)
    assert len(key) == 32
    assert mode(path) == 0o600
    assert mode(path.parent) == 0o700
    assert fingerprint.load_or_create(path) == key


@pytest.mark.parametrize("wide", [0o640, 0o604, 0o660, 0o644])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, wide: int) -> None:
    path = tmp_path / "fingerprint.key"
    fingerprint.load_or_create(path)
    path.chmod(wide)
    with pytest.raises(WorkspaceError, match="open to other users") as refused:
        fingerprint.load_or_create(path)
    assert refused.value.exit_code == 2
    assert refused.value.hint == f"run: chmod 600 {path}"


def test_a_planted_link_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    fingerprint.load_or_create(target)
    (tmp_path / "fingerprint.key").symlink_to(target)
    with pytest.raises(WorkspaceError, match="cannot be opened"):
        fingerprint.load_or_create(tmp_path / "fingerprint.key")


def test_a_folder_or_a_file_of_another_length_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir(mode=0o700)
    with pytest.raises(WorkspaceError, match="not a plain file"):
        fingerprint.load_or_create(tmp_path / "folder")
    short = tmp_path / "short"
    short.write_bytes(b"x" * 31)
    short.chmod(0o600)
    with pytest.raises(WorkspaceError, match="does not hold 32 bytes"):
        fingerprint.load_or_create(short)


def test_a_named_key_may_be_a_link_but_is_never_made(tmp_path: Path) -> None:
    mounted = tmp_path / "..data"
    key = fingerprint.load_or_create(mounted)
    (tmp_path / "key").symlink_to(mounted)
    unused = tmp_path / "fingerprint.key"
    assert fingerprint.load_or_create(unused, tmp_path / "key") == key
    with pytest.raises(WorkspaceError, match="does not exist"):
        fingerprint.load_or_create(unused, tmp_path / "nothing")
    assert not unused.exists()


def test_equal_values_have_equal_fingerprints_under_one_key_only() -> None:
    one, other = b"1" * 32, b"2" * 32
    assert fingerprint.fp8(one, "hunter2") == fingerprint.fp8(one, "hunter2")
    assert fingerprint.fp8(one, "hunter2") != fingerprint.fp8(other, "hunter2")
    assert fingerprint.key_id(one) != fingerprint.key_id(other)


def test_the_fingerprint_is_the_agreed_one() -> None:
    # printf 'heirbook/fp/v1\0hunter2' | openssl dgst -sha256 -hmac 11111111111111111111111111111111
    assert fingerprint.digest(b"1" * 32, "hunter2").startswith(
        fingerprint.fp8(b"1" * 32, "hunter2")
    )
    assert fingerprint.fp8(b"1" * 32, "hunter2") == "c0255482"
