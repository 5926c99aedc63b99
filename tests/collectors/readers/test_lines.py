"""Lines of an answer, and the first that is refused."""

import pytest

from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import ParseError
from heirbook.inventory.service import Units


def test_blank_lines_are_passed_over_but_counted() -> None:
    lines = Lines("\na\r\n\n b\n")
    assert [(lines.number, line) for line in lines] == [(2, "a"), (4, " b")]


def test_the_first_refused_line_is_reported_with_the_facts() -> None:
    lines = Lines("good\nbad\nworse\n")
    for line in lines:
        if line != "good":
            lines.refuse()
    with pytest.raises(ParseError) as caught:
        lines.whole(Units())
    assert caught.value.line == 2
    assert caught.value.facts == Units()
    assert "bad" not in str(caught.value)
