"""Of a chart's values only the paths stay."""

import json

from hypothesis import given
from hypothesis import strategies as st

from heirbook.collectors.objects.foreign_object import Tree
from heirbook.collectors.objects.value_paths import value_paths, yaml_paths

VALUES = {
    "db": {"password": "CANARY", "port": 5432},
    "hosts": ["CANARY"],
    "empty": {},
    "odd key": {"x": "CANARY"},
}
PATHS = ("db.password", "db.port", "empty", "hosts")


def test_json_values_give_paths() -> None:
    assert value_paths(Tree(VALUES)) == PATHS


def test_yaml_values_give_the_same_paths() -> None:
    assert yaml_paths(json.dumps(VALUES)) == PATHS


def test_broken_yaml_gives_none() -> None:
    assert yaml_paths("a: [CANARY") == ()
    assert yaml_paths(None) == ()


def test_deep_values_end_at_a_depth() -> None:
    deep: dict[str, object] = {"end": 1}
    for _ in range(40):
        deep = {"a": deep}
    assert value_paths(Tree(deep)) == (".".join("a" * 8),)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=12,
)


@given(JSON)
def test_no_path_holds_more_than_keys(values: object) -> None:
    keys = json.dumps(values, ensure_ascii=False)
    assert all(part in keys for path in value_paths(Tree(values)) for part in path.split("."))


@given(st.text(max_size=60))
def test_whatever_is_written_nothing_is_raised(text: str) -> None:
    assert all(isinstance(path, str) for path in yaml_paths(text))
