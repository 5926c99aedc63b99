"""What the rows share: a fresh workspace of two good servers."""

from pathlib import Path

import pytest

from tests.faults.bench import RECORDED, Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Return a workspace of two recorded servers that were seen once, committed."""
    made = Bench(tmp_path)
    made.declare({"pi": RECORDED, "upe": RECORDED})
    made.commit_all()
    first = made.run("collect", "--commit")
    assert (first.code, first.err.count("error")) == (0, 0), first.err
    return made
