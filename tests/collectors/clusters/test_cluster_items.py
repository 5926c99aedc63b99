"""Objects of a List, one by one."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heirbook.collectors.clusters.cluster_items import BrokenListError, first_object, items

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
OBJECTS = st.lists(st.dictionaries(st.text(max_size=6), VALUES, max_size=4), max_size=5)


@given(OBJECTS, st.sampled_from([None, 1, 4]))
def test_every_object_comes_whole_whatever_the_indentation(
    objects: list[dict[str, Any]], indent: int | None
) -> None:
    plain = [{key: value for key, value in one.items() if key != "metadata"} for one in objects]
    text = json.dumps({"apiVersion": "v1", "items": plain, "kind": "List"}, indent=indent)
    assert list(items(text.encode())) == plain


@given(OBJECTS, st.integers(1, 40), st.sampled_from([True, False]))
def test_objects_come_whole_wherever_the_text_was_divided(
    objects: list[dict[str, Any]],
    at_once_bytes: int,
    ascii_only: bool,  # noqa: FBT001  hypothesis gives it by its place
) -> None:
    plain = [{key: value for key, value in one.items() if key != "metadata"} for one in objects]
    text = json.dumps({"version": 123, "items": plain}, ensure_ascii=ascii_only)
    given_text = text.encode("utf-8", "surrogatepass")
    expected = json.loads(given_text.decode("utf-8", "replace"))["items"]
    assert list(items(given_text, at_once_bytes)) == expected


@given(OBJECTS, st.integers(0, 400))
def test_a_list_that_is_cut_off_is_said_to_be_broken(
    objects: list[dict[str, Any]], length: int
) -> None:
    text = json.dumps({"items": objects, "kind": "List"}).encode()
    cut = text[: min(length, len(text) - 1)]
    with pytest.raises(BrokenListError):
        list(items(cut))


@given(st.binary(max_size=200))
def test_noise_is_never_read_as_objects(noise: bytes) -> None:
    with pytest.raises(BrokenListError):
        list(items(b"#" + noise))


@pytest.mark.parametrize(
    "text",
    [b"{}", b'{"items": {}}', b'{"items": [1]}', b'{"items": []} trailing', b"[]", b"[" * 100_000],
)
def test_what_is_no_list_is_refused(text: bytes) -> None:
    with pytest.raises(BrokenListError):
        list(items(text))


def test_null_is_an_empty_list() -> None:
    assert list(items(b'{"items": null}')) == []


def test_what_repeats_values_is_dropped_first() -> None:
    note = "kubectl.kubernetes.io/last-applied-configuration"
    meta = {"name": "web", "managedFields": [{}], "annotations": {note: "CANARY", "x": "y"}}
    (found,) = items(json.dumps({"items": [{"metadata": meta}]}).encode())
    assert found == {"metadata": {"name": "web", "annotations": {"x": "y"}}}
    assert first_object(json.dumps({"metadata": meta}).encode()) == found
