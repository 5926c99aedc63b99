"""One value out of a JSON document, by the path that fleet.yml writes."""

import pytest
from pydantic import JsonValue

from heirbook.collectors.endpoints.json_path import Found, value_at

DOCUMENT: JsonValue = {"a": {"b": [{"c": 1}, None]}, "e": ""}


@pytest.mark.parametrize(
    ("path", "value"),
    [("a.b[0].c", 1), ("a.b[1]", None), ("e", ""), ("a.b", [{"c": 1}, None])],
)
def test_a_value_is_found(path: str, value: object) -> None:
    found = value_at(DOCUMENT, path)
    assert isinstance(found, Found)
    assert found.value == value


@pytest.mark.parametrize(
    "path", ["", "x", "a.b[2]", "a[0]", "a.b.c", "a..b", "a.b[-1]", "a.b[0", "e.x", "[0]", "a]b"]
)
def test_what_is_not_there_is_not_found(path: str) -> None:
    assert value_at(DOCUMENT, path) is None
