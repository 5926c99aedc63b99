"""A disk of one megabyte, for what happens when it is full."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.real_parts import need, need_root


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return the folder of a file system that holds one megabyte."""
    need_root()
    mount, umount = need("mount", "umount")
    folder = tmp_path / "small-disk"
    folder.mkdir()
    options = "size=1m,mode=700"
    subprocess.run([mount, "-t", "tmpfs", "-o", options, "heirbook", str(folder)], check=True)
    yield folder
    subprocess.run([umount, "--lazy", str(folder)], check=True)
