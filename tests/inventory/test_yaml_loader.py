"""The YAML loader: a tree of texts with places, or every problem; never a crash."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heirbook.errors import WorkspaceError
from heirbook.inventory.yaml_loader import parse_yaml
from heirbook.inventory.yaml_tree import Node, Position

WORST_TIME_S = 5


def problems(text: str) -> list[str]:
    started = time.monotonic()
    with pytest.raises(WorkspaceError) as caught:
        parse_yaml(text, "f.yml")
    assert time.monotonic() - started < WORST_TIME_S
    return [str(problem) for problem in caught.value.problems]


def test_every_scalar_stays_text_with_its_place() -> None:
    tree = parse_yaml("a: NO\nb:\n  - 1.20\n  - '022'\n", "f.yml")
    assert tree is not None
    assert tree.mapping["a"] == Node("NO", Position(1, 4), Position(1, 1), plain=True)
    assert [item.text for item in tree.mapping["b"].items] == ["1.20", "022"]
    assert tree.mapping["b"].items[1].position == Position(4, 5)


@pytest.mark.parametrize("text", ["a:", "a: ~", "a: null"])
def test_nothing_is_told_from_a_quoted_word(text: str) -> None:
    bare, quoted = parse_yaml(text, "f.yml"), parse_yaml("a: 'null'", "f.yml")
    assert bare is not None
    assert bare.mapping["a"].is_nothing
    assert quoted is not None
    assert not quoted.mapping["a"].is_nothing


def test_b01_a_tab_is_told_with_its_place() -> None:
    assert problems("a:\n\tb: 1\n") == ["f.yml:2:1: a: a tab stands where YAML wants spaces"]


def test_b02_a_double_key_is_told_with_both_places() -> None:
    found = problems("a: {b: 1}\nc:\n  - {d: 1, d: 2}\na: 2\n")
    assert found == [
        "f.yml:3:12: c[0].d: this key stands twice, first at 3:6",
        "f.yml:4:1: a: this key stands twice, first at 1:1",
    ]


def test_a_merge_key_is_an_ordinary_key() -> None:
    tree = parse_yaml("<<: {a: 1}\n", "f.yml")
    assert tree is not None
    assert list(tree.mapping) == ["<<"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x [1]\nb: *x\n", "f.yml:1:4: a: an anchor ('&') is not allowed"),
        ("a: *x\n", "f.yml:1:4: a: an alias ('*') is not allowed"),
        ("a: &a [&b [&c []]]\n", "f.yml:1:4: a: an anchor"),
    ],
)
def test_b07_anchors_and_aliases_are_refused(text: str, expected: str) -> None:
    (found,) = problems(text)
    assert found.startswith(expected)


def test_b07_a_bomb_of_aliases_is_refused_at_its_first_anchor() -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40))]
    assert len(problems("\n".join(lines))) == 1


@pytest.mark.parametrize("depth", [33, 5_000, 100_000])
@pytest.mark.parametrize("letter", ["[", "{a: ", "- "])
def test_b08_deep_nesting_is_refused_before_anything_is_built(depth: int, letter: str) -> None:
    (found,) = problems(letter * depth)
    assert "nested deeper than 32" in found or "could not find" in found


def test_a_depth_of_32_is_accepted() -> None:
    assert parse_yaml("[" * 32 + "]" * 32, "f.yml") is not None


@pytest.mark.parametrize(
    "text", ["!!python/object/apply:os.system [id]", "a: !!int 1", "a: !own x", "a: ! x"]
)
def test_b09_tags_are_refused(text: str) -> None:
    (found,) = problems(text)
    assert "a tag ('!') is not allowed" in found


@pytest.mark.parametrize("text", ["[" + "a," * 250_000 + "]", "- a\n" * 250_000, "? a\n" * 250_000])
def test_b10_too_many_parts_are_refused_in_time(text: str) -> None:
    assert problems(text)[-1].endswith("more than 100000 parts")


@pytest.mark.parametrize("text", ["", "# only a comment\n", "\n\n"])
def test_b14_no_document_is_no_tree(text: str) -> None:
    assert parse_yaml(text, "f.yml") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\na: 1\n---\nb: 1\n", "f.yml:3:1: a second document begins"),
        ("? [a]\n: b\n", "f.yml:1:3: a key must be text, not a list"),
        ("~: a\n", "f.yml:1:1: a key must be text, not nothing"),
        ("a: \x01\n", "f.yml:1:4: holds U+0001"),
        ('a: "\\UFFFFFFFF"\n', "holds a number or an escape"),
        ('a: "\\ud800"\n', "f.yml:1:4: a: holds U+D800"),
        ('a: "\\0"\n', "f.yml:1:4: a: holds U+0000"),
        (f"%YAML 1.{'9' * 5000}\n--- a\n", "holds a number or an escape"),
    ],
)
def test_odd_documents_are_refused_with_their_place(text: str, expected: str) -> None:
    (found,) = problems(text)
    assert expected in found


def test_a_syntax_error_does_not_show_what_stands_in_the_file() -> None:
    (found,) = problems("a: !hunter2!x y\n")
    assert "hunter2" not in found


@settings(max_examples=300, deadline=None)
@given(st.text() | st.text(alphabet="[]{}:,-?&*!|>'\"%#@ \n\tab0~<\\xu", max_size=60))
def test_any_text_is_a_tree_or_a_list_of_problems(text: str) -> None:
    try:
        tree = parse_yaml(text, "f.yml")
    except WorkspaceError:
        assert all(line.startswith("f.yml:") for line in problems(text))
    else:
        assert tree is None or isinstance(tree, Node)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.text("abcxyz", min_size=1), st.text("ab :#-'\n", max_size=20)))
def test_quoted_texts_come_back_as_they_were(entries: dict[str, str]) -> None:
    lines = (f'"{key}": "{_escaped(value)}"' for key, value in entries.items())
    tree = parse_yaml("\n".join(lines), "f.yml")
    assert {k: v.text for k, v in (tree.mapping if tree else {}).items()} == entries


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")
