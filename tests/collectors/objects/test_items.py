"""Objects of an answer: read, refused, or only counted."""

import pytest

from heirbook.collectors.objects.foreign_object import Tree, object_fields
from heirbook.collectors.objects.items import Parsed, by_kind
from heirbook.collectors.section import ParseError
from heirbook.inventory.kubernetes.cluster import Namespace, Namespaces


def named(*names: str) -> list[dict[str, object]]:
    return [{"kind": "Namespace", "metadata": {"name": name}} for name in names]


def read(item: Tree) -> Namespace | None:
    fields = object_fields(item)
    return Namespace(**fields) if fields else None


def test_records_are_sorted() -> None:
    found = Parsed(named("b", "a"), read)
    assert [one.name for one in found.records] == ["a", "b"]
    assert found.whole(Namespaces(namespaces=found.records)).namespaces == found.records


@pytest.mark.parametrize("second", [{"metadata": {}}, *named("a")], ids=["nameless", "twice"])
def test_the_first_refused_object_is_told_with_the_others(second: dict[str, object]) -> None:
    found = Parsed([*named("a"), second, {}, *named("b")], read)
    facts = Namespaces(namespaces=found.records)
    with pytest.raises(ParseError) as caught:
        found.whole(facts)
    assert (caught.value.line, caught.value.facts) == (2, facts)
    assert [one.name for one in found.records] == ["a", "b"]


def test_objects_of_no_further_interest_are_counted() -> None:
    found = Parsed(named("a", "b"), read, lambda item: item.text("metadata", "name") == "a")
    assert (found.counted, found.refused) == (1, None)
    assert [one.name for one in found.records] == ["b"]


def test_objects_of_another_kind_are_refused() -> None:
    found = Parsed([{"kind": "Pod"}, *named("a")], by_kind({"Namespace": read}))
    assert found.refused == 1
    assert [one.name for one in found.of(Namespace)] == ["a"]
