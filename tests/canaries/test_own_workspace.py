"""This repository's own workspace: nothing in it looks like a secret, and nothing is waived."""

import shutil
import subprocess
from datetime import datetime
from pathlib import Path

from heirbook.collectors.collection import load_checked
from heirbook.redaction import gate
from heirbook.redaction.gate import Terms
from heirbook.workspace import Workspace
from tests.real_parts import need
from tests.source_tree import ROOT

PARTS = ("inventory", "collectors", "secrets-policy", "docs", "mkdocs.yml", "README.md")
FEWEST_FILES = 20


def test_the_gate_finds_nothing_in_it_without_any_waiver(tmp_path: Path, now: datetime) -> None:
    (git,) = need("git")
    listed = subprocess.run(
        [git, "ls-files", "-z", "--", *PARTS], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    files = [name for name in listed.split("\0") if name and (ROOT / name).is_file()]
    for name in files:
        copy = tmp_path / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy)
    assert gate.check(tmp_path, Terms(bytes(32), now.date())) == ()
    assert load_checked(Workspace(ROOT), now).waivers.waivers == ()
    assert len(files) >= FEWEST_FILES
