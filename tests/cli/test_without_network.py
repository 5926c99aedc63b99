"""Collecting here and building a book need no network at all."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_transcripts import HERE
from tests.real_parts import need, need_root


@pytest.mark.root
def test_a_book_is_made_where_there_is_no_network(tmp_path: Path) -> None:
    need_root()
    (unshare,) = need("unshare")
    folder = tmp_path / "workspace"
    shutil.copytree(HERE / "workspaces" / "river", folder)
    for words in (["collect"], ["build"], ["render", "--out", str(tmp_path / "pages")]):
        command = [unshare, "--net", sys.executable, "-m", "heirbook", "-C", str(folder), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert (folder / "book" / "index.html").is_file()
