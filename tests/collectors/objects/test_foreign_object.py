"""Foreign JSON read by path: another type than expected is as if it were not there."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heirbook.collectors.objects.foreign_object import Tree, group_of, kind_of, object_fields

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=12,
)


@given(JSON)
def test_whatever_stands_there_nothing_is_raised(value: object) -> None:
    tree = Tree({"a": value})
    assert tree.text("a") in (value, None)
    assert tree.number("a") in (value, None)
    assert tree.flag("a") in (value, None)
    assert tree.moment("a") is None
    assert len(tree.texts("a")) <= len(list(tree.each("a")))
    assert len(tree.names("a")) == len(tree.pairs("a"))
    assert object_fields(Tree({"metadata": value})) is None or isinstance(value, dict)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-20T21:08:52Z", datetime(2026, 11, 20, 21, 8, 52, tzinfo=UTC)),
        ("2026-11-20T21:08:52.123456789Z", datetime(2026, 11, 20, 21, 8, 52, tzinfo=UTC)),
        ("2026-02-31T00:00:00Z", None),
        ("2026-11-20T21:08:52+02:00", None),
        ("2026-11-20T21:08:52Z\n", None),
        ("yesterday", None),
    ],
)
def test_a_moment_is_one_in_utc(written: str, moment: datetime | None) -> None:
    assert Tree({"at": written}).moment("at") == moment


def test_yes_is_no_number_and_a_number_is_text_where_either_is_written() -> None:
    tree = Tree({"yes": True, "port": 80, "name": "http"})
    assert tree.number("yes") is None
    assert (tree.words("port"), tree.words("name"), tree.words("yes")) == ("80", "http", None)


def test_only_listed_labels_and_annotations_stay() -> None:
    item = Tree(
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {
                "name": "web",
                "labels": {"app": "web", "team": "CANARY", "app.kubernetes.io/name": "web"},
                "annotations": {"meta.helm.sh/release-name": "shop", "note": "CANARY"},
                "ownerReferences": [
                    {"kind": "Job", "name": "b"},
                    {"kind": "ReplicaSet", "name": "a", "controller": True},
                ],
            },
        }
    )
    fields = object_fields(item)
    assert fields is not None
    assert "CANARY" not in str(fields)
    assert [label.name for label in fields["labels"]] == ["app", "app.kubernetes.io/name"]
    assert (fields["release"], fields["owner"]) == ("shop", "ReplicaSet/a")
    assert (kind_of(item), group_of(item), group_of(Tree({"apiVersion": "v1"}))) == (
        "Deployment",
        "apps",
        "",
    )
