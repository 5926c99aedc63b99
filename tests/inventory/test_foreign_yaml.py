"""Other programs' YAML: aliases and merge keys are followed, bombs are counted before they grow."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heirbook.errors import WorkspaceError
from heirbook.inventory.foreign_yaml import parse_foreign_yaml
from heirbook.inventory.validation import plain


def documents(text: str) -> list[object]:
    return [plain(node) for node in parse_foreign_yaml(text, "f.yml")]


def refusal(text: str) -> str:
    started = time.monotonic()
    with pytest.raises(WorkspaceError) as caught:
        parse_foreign_yaml(text, "f.yml")
    assert time.monotonic() - started < 5
    return str(caught.value.problems[-1])


def test_several_documents_are_read_and_empty_ones_are_nothing() -> None:
    assert documents("a: 1\n---\n- b\n---\n") == [{"a": "1"}, ["b"], None]
    assert documents("# nothing\n") == []


def test_an_alias_is_the_same_value_at_another_place() -> None:
    text = "a: &x {b: [1, 2]}\nc: *x\nd: &y text\ne: [*y]\n"
    both = {"b": ["1", "2"]}
    assert documents(text) == [{"a": both, "c": both, "d": "text", "e": ["text"]}]


def test_merge_keys_give_way_to_own_keys_and_to_earlier_merges() -> None:
    text = "x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\nz: {<<: [*x, *y], a: 0}\nw: {<<: *y}\n"
    (found,) = documents(text)
    assert isinstance(found, dict)
    assert found["z"] == {"a": "0", "b": "1", "c": "2"}
    assert found["w"] == {"b": "2", "c": "2"}


def test_b07_a_bomb_of_aliases_is_counted_and_refused() -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 30))]
    assert "more than 200000 nodes" in refusal("\n".join(lines))


def test_b07_a_bomb_of_merge_keys_is_counted_and_refused() -> None:
    keys = ", ".join(f"k{n}: 1" for n in range(1000))
    assert "more than 200000 nodes" in refusal(
        f"x: &x {{{keys}}}\n" + "".join(f"m{n}: {{<<: *x}}\n" for n in range(300))
    )


def test_a_tower_of_aliases_is_too_deep() -> None:
    lines = ["a0: &a0 [x]", *(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 100))]
    assert "nested deeper than 32" in refusal("\n".join(lines))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x [*x]\n", "f.yml:1:8: a[0]: an alias to no finished node"),
        ("a: *x\n", "an alias to no finished node"),
        ("a: &x 1\n---\nb: *x\n", "an alias to no finished node"),
        ("a: !!python/object:x y\n", "a tag ('!') is not allowed"),
        ("a: !reference [b]\n", "a tag ('!') is not allowed"),
        ("a: 1\na: 2\n", "this key stands twice"),
        ("- &x a\n- {*x : b}\n", "a key must be text, not an alias"),
        ("[" * 100_000, "nested deeper than 32"),
    ],
)
def test_what_cannot_be_followed_is_refused(text: str, expected: str) -> None:
    assert expected in refusal(text)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="[]{}:,-?&*!|>'\"# \nab<", max_size=60))
def test_any_text_is_documents_or_problems(text: str) -> None:
    try:
        parse_foreign_yaml(text, "f.yml")
    except WorkspaceError:
        assert refusal(text).startswith("f.yml:")
