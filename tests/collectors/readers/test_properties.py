"""Blocks of systemctl properties and the times in them."""

from datetime import UTC, datetime

import pytest

from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.readers.properties import blocks, moment


def test_blocks_end_at_blank_lines_and_keep_repeated_properties() -> None:
    text = "\nB=1\nA=x = y\nB=2\nC=\n\n\nA=z\n"
    first, second = blocks(Lines(text))
    assert first.every("B") == ("1", "2")
    assert first.one("A") == "x = y"
    assert first.one("C") is None
    assert second.one("A") == "z"


def test_a_line_without_equals_is_refused_and_its_block_goes_on() -> None:
    lines = Lines("A=1\nstray\nB=2\n")
    (block,) = blocks(lines)
    assert lines.refused == 2
    assert block.one("B") == "2"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fri 2026-11-20 22:32:45 UTC", datetime(2026, 11, 20, 22, 32, 45, tzinfo=UTC)),
        ("Fri 2026-11-20 22:32:45.123456 UTC", datetime(2026, 11, 20, 22, 32, 45, 123456, UTC)),
        ("Fri 2026-11-20 22:32:45 EET", None),
        ("n/a", None),
        ("", None),
        ("Fri 2026-13-40 22:32:45 UTC", None),
    ],
)
def test_only_a_time_in_utc_is_read(text: str, expected: datetime | None) -> None:
    assert moment(text) == expected


@pytest.mark.parametrize("value", ["", "-1", "many", "9" * 5000, "¹"])
def test_what_is_no_count_is_none(value: str) -> None:
    (block,) = blocks(Lines(f"NRestarts={value}\nId=a\n"))
    assert block.count("NRestarts") is None
