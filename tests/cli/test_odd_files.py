"""What a collection says of the files it finds: a torn log, facts from the future."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from heirbook.cli.main import main
from tests.cli.test_transcripts import HERE

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def river(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    shutil.copytree(HERE / "workspaces" / "river", folder)
    return folder


def collect(folder: Path, now: datetime) -> int:
    return main(["-C", str(folder), "collect"], now, {"PATH": os.environ["PATH"]})


def test_a_clock_that_went_back_is_told_and_loses_nothing(
    river: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert collect(river, NOW) == 0
    stored = (river / "inventory/snapshots/server/upe.json").read_bytes()
    capsys.readouterr()
    assert collect(river, NOW - timedelta(days=1)) == 0
    warning = "heirbook: warning: inventory/snapshots/server/upe.json: observed_at: the clock went"
    assert warning in capsys.readouterr().err
    assert (river / "inventory/snapshots/server/upe.json").read_bytes() == stored


def test_a_torn_last_line_of_the_readings_is_told(
    river: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert collect(river, NOW) == 0
    log = river / "inventory/readings/server/upe.jsonl"
    log.write_bytes(log.read_bytes() + b'{"at":')
    capsys.readouterr()
    assert collect(river, NOW + timedelta(hours=1)) == 0
    assert "upe.jsonl:2: the last line was torn off and is left out" in capsys.readouterr().err
    assert len(log.read_bytes().splitlines()) == 2
