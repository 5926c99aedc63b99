"""What `stat` says of a file, and what it never says."""

from datetime import UTC, datetime

import pytest

from heirbook.collectors.readers.file_stat import file_stat, moment_of


def test_mode_size_and_time_are_read_also_after_2038() -> None:
    found = file_stat("644 1280 2148595200")
    assert found
    assert (found.mode, found.size_bytes) == ("644", 1280)
    assert found.changed_at == datetime(2038, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "644 1280", "rw 1 1", "644 x 1", "644 1 -5", "644 1 9" * 9])
def test_another_line_is_none(text: str) -> None:
    assert file_stat(text) is None


@pytest.mark.parametrize("text", ["", "never", "-1", "253402300800", "²"])
def test_what_is_no_moment_is_none(text: str) -> None:
    assert moment_of(text) is None
