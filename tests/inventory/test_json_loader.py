"""Strict JSON: what another program would read otherwise is refused with its place."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heirbook.errors import WorkspaceError
from heirbook.inventory.json_loader import load_json, load_json_lines, parse_json, parse_json_lines

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text(),
    lambda below: st.lists(below) | st.dictionaries(st.text(), below),
    max_leaves=20,
)


def problem(text: str) -> str:
    with pytest.raises(WorkspaceError) as caught:
        parse_json(text, "f.json")
    assert caught.value.hint
    return str(caught.value.problems[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1,\n "a": 2}', "f.json:2:2: the key 'a' stands twice, first at 1:2"),
        ('[{"a": {"x": 1}, "x": 2, "\\u0078": 3}]', "f.json:1:26: the key 'x' stands twice"),
        ('{"a": NaN}', "f.json:1:7: not a JSON value"),
        ("[1, -Infinity]", "f.json:1:5: not a JSON value"),
        ("[" * 100_000, "f.json:1:201: nested deeper than 200"),
        ('{"a":' * 100_000, "f.json:1:1001: nested deeper than 200"),
        (f'{{"a": {"9" * 5000}}}', "f.json:1:7: a number of more than 18 digits"),
        (f"[-{'9' * 19}]", "f.json:1:2: a number of more than 18 digits"),
        ("[1e999]", "f.json:1:2: a number that is too large"),
        ('["\\ud800"]', "f.json:1:2: holds half of a surrogate pair"),
        ('{"a": 1', "f.json:1:8: expecting ',' delimiter"),
        ("", "f.json:1:1: expecting value"),
        ('["a\nb"]', "f.json:1:4: invalid control character at"),
    ],
)
def test_what_is_not_strict_is_refused_with_its_place(text: str, expected: str) -> None:
    assert problem(text).startswith(expected)


@pytest.mark.parametrize("text", ['"\\ud83d\\ude00"', '"1234567890123456789012"', "[1.5e300]"])
def test_what_only_looks_strange_is_accepted(text: str) -> None:
    assert parse_json(text, "f.json") == json.loads(text)


@given(JSON)
def test_what_json_writes_is_read_back(value: object) -> None:
    assert parse_json(json.dumps(value), "f.json") == value


@given(st.text() | st.text(alphabet='[]{}":,\\u0123456789aeEd-NI \n', max_size=40))
def test_any_text_is_a_value_or_a_problem(text: str) -> None:
    try:
        parse_json(text, "f.json")
    except WorkspaceError:
        assert problem(text).startswith("f.json:")


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=5))
def test_a_double_key_is_always_found(keys: list[str]) -> None:
    text = "{" + ", ".join(f'"{key}": {{"{key}": "{key}"}}' for key in keys) + "}"
    if len(set(keys)) == len(keys):
        assert parse_json(text, "f.json") == json.loads(text)
    else:
        assert "stands twice" in problem(text)


def test_a_torn_last_line_is_left_out_with_a_note() -> None:
    found, note = parse_json_lines('{"a": 1}\n{"b": 2}\n{"c": ', "f.jsonl")
    assert found == ({"a": 1}, {"b": 2})
    assert note == "f.jsonl:3: the last line was torn off and is left out"


def test_a_last_line_without_line_feed_that_is_whole_stays() -> None:
    assert parse_json_lines('{"a": 1}\n{"b": 2}', "f.jsonl") == (({"a": 1}, {"b": 2}), None)


@pytest.mark.parametrize("text", ['{"a": \n{"b": 2}\n', '{"a": 1}\n{"b": \n'])
def test_another_broken_line_is_refused_with_its_number(text: str) -> None:
    with pytest.raises(WorkspaceError) as caught:
        parse_json_lines(text, "f.jsonl")
    assert caught.value.problems[0].where.startswith(f"f.jsonl:{1 if text[6] == chr(10) else 2}:")


def test_files_are_read_below_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"a": 1}')
    (tmp_path / "a.jsonl").write_text('{"a": 1}\n\n{"a')
    assert load_json(tmp_path, "a.json") == {"a": 1}
    assert load_json(tmp_path, "missing.json") is None
    assert load_json_lines(tmp_path, "a.jsonl")[0] == ({"a": 1},)
    assert load_json_lines(tmp_path, "missing.jsonl") == ((), None)


def test_a_file_above_the_cap_or_outside_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(f'"{"x" * 100}"')
    (tmp_path / "b.json").symlink_to("/dev/zero")
    for name, expected in (("a.json", "is larger than"), ("b.json", "leads outside")):
        with pytest.raises(WorkspaceError) as caught:
            load_json(tmp_path, name, largest_bytes=100)
        assert expected in str(caught.value.problems[0])
