"""A printed JSON list: an odd object is counted, an odd text tells nothing at all."""

import pytest

from heirbook.collectors.readers.json_list import listed
from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import ParseError
from heirbook.inventory.record import Foreign
from heirbook.inventory.server import Notes


class Word(Foreign):
    """An object with one needed field."""

    word: str
    number: int = 0


def words(text: str, key: str | None = None) -> list[str]:
    return [one.word for one in listed(Lines(text), Word, key)]


def test_objects_are_given_in_order_and_unknown_fields_left_out() -> None:
    assert words('[{"word": "a", "more": 1},\n {"word": "b"}]') == ["a", "b"]
    assert words('{"words": [{"word": "a"}]}', "words") == ["a"]


ODD = ("{}", "7", "null", '"a"', '{"word": 1}', '{"word": "b", "number": 1.5}')


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_object_costs_no_neighbour(odd: str) -> None:
    lines = Lines(f'[{{"word": "a"}}, {odd}, {{"word": "c"}}]')
    assert [one.word for one in listed(lines, Word)] == ["a", "c"]
    with pytest.raises(ParseError):
        lines.whole(Notes())


@pytest.mark.parametrize("text", ["", "[", "{}", "null", "[[[[", "[" * 100_000, '{"words": 1}'])
def test_an_odd_text_is_no_empty_list(text: str) -> None:
    for key in (None, "words"):
        with pytest.raises(ParseError):
            words(text, key)
