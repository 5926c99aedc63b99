"""Recorded answers of a cluster give the expected facts: each pair of files is a test.

Below `resources/<unit>/` stand `<case>.list.json`, a List as kubectl printed it (with the objects
of all kinds of the unit), `<case>.err` and `<case>.rc` where it wrote errors or failed, and
`<case>.json` with `{"source": …, "expect": {"state": …, "facts": …}}`.
"""

import json
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, JsonValue

from heirbook.collectors.clusters.cluster_items import items
from heirbook.collectors.clusters.cluster_units import VERSION
from heirbook.collectors.clusters.item_values import without_values
from heirbook.collectors.clusters.kubectl_failure import Reply, verdict
from heirbook.collectors.clusters.unit_reading import Given, read_unit
from heirbook.collectors.interpret import facts_class
from heirbook.collectors.resource import Item, Resource
from heirbook.discovery import Unit, units
from heirbook.inventory.canonical import plain
from heirbook.inventory.record import Facts
from heirbook.inventory.section_state import SectionState
from heirbook.redaction.fingerprint import KEY_BYTES, fp8
from heirbook.redaction.secret_words import is_secret_like

FOLDER = Path(__file__).parent / "resources"
CASES = sorted(
    path.relative_to(FOLDER)
    for path in FOLDER.glob("*/*.json")
    if not path.name.endswith(".list.json")
)
UNITS = {unit.id: unit for unit in units("heirbook.collectors.resources", "RESOURCE", Resource)}
KEY = bytes(KEY_BYTES)


def parsed(unit: Unit[Resource], objects: Iterable[Item]) -> SectionState[Facts]:
    """Return what a unit's parser makes of objects, after their literal values were taken out."""
    return read_unit(unit, (Given("", tuple(objects)),), _prepared)


def answered(unit: Unit[Resource], reply: Reply) -> SectionState[Facts]:
    """Return the state of a unit after one reply."""
    found = verdict(reply)
    readable = found.state == "ok" and not found.absent
    objects = tuple(items(reply.stdout)) if readable else ()
    return read_unit(unit, (Given("", objects, found),), _prepared)


def _prepared(_kind: str, item: Item) -> Item:
    return without_values(item, partial(fp8, KEY))


@pytest.mark.parametrize("case", CASES, ids=lambda path: str(path.with_suffix("")))
def test_the_answer_gives_the_expected_facts(case: Path) -> None:
    unit = UNITS[case.parent.name]
    expect = json.loads((FOLDER / case).read_text("utf-8"))["expect"]
    found = answered(unit, recorded_reply(case))
    assert found.model_dump(mode="json") == expected(unit, expect).model_dump(mode="json")


def recorded_reply(case: Path) -> Reply:
    """Return what kubectl gave, from the files beside the case."""
    answer, errors, status = (
        FOLDER / case.with_suffix(suffix) for suffix in (".list.json", ".err", ".rc")
    )
    return Reply(
        int(status.read_text("utf-8")) if status.exists() else 0,
        answer.read_bytes() if answer.exists() else b"",
        errors.read_bytes() if errors.exists() else b"",
    )


def expected(unit: Unit[Resource], expect: dict[str, JsonValue]) -> SectionState[Facts]:
    """Return the expectation as a state, its facts as those of the unit."""
    facts = expect["facts"]
    known = None if facts is None else facts_class(unit.module).model_validate(facts)
    return SectionState.model_validate({**expect, "facts": known})


@pytest.mark.parametrize("name", UNITS)
def test_every_unit_has_items_none_forbidden_and_absent(name: str) -> None:
    cases = [case for case in CASES if case.parent.name == name]
    documents = [json.loads((FOLDER / case).read_text("utf-8")) for case in cases]
    assert all(document["source"] for document in documents)
    expects = [document["expect"] for document in documents]
    assert any(one["state"] == "ok" and one["facts"] for one in expects)
    assert any(one["state"] == "denied" and one["facts"] is None for one in expects)
    if name == VERSION:
        return  # it is no list of objects
    assert any(one["state"] == "ok" and one["facts"] == {} for one in expects)
    assert any(one.get("absent") for one in expects)


def test_every_recorded_answer_has_its_expectation() -> None:
    answers = {
        path.relative_to(FOLDER).parent / f"{path.name.removesuffix('.list.json')}.json"
        for path in FOLDER.glob("*/*.list.json")
    }
    assert answers <= set(CASES)


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_asks_by_full_names_and_names_its_right(name: str) -> None:
    unit = UNITS[name]
    assert facts_class(unit.module).section == name
    if name == VERSION:
        return  # it asks for no kind
    assert all("." in kind for kind in unit.value.kinds), "a short name meets other groups' kinds"
    for kind in unit.value.kinds:
        resource, _, group = kind.removesuffix(".v1." if kind.endswith(".v1.") else "").partition(
            "."
        )
        assert (group, resource) in unit.value.role


# --- whatever arrives ----------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=10,
)
BROKEN: tuple[Item, ...] = (
    {},
    {"kind": "Pod"},
    {"metadata": None},
    {"metadata": {"name": 7}},
    {"metadata": {"name": ""}},
)


def example_items(name: str) -> list[Item]:
    """Return the objects of a unit's cases that went well."""
    return [
        one
        for case in CASES
        if case.parent.name == name and (FOLDER / case.with_suffix(".list.json")).exists()
        for one in items((FOLDER / case.with_suffix(".list.json")).read_bytes())
    ]


@pytest.mark.parametrize("name", UNITS)
def test_an_object_without_a_name_is_refused_and_the_others_stay(name: str) -> None:
    unit = UNITS[name]
    if name == VERSION:
        return  # it is no list of objects
    for broken in BROKEN:
        state = parsed(unit, [broken])
        assert (state.state, state.line) == ("partial", 1)
        assert state.facts == facts_class(unit.module)()


@pytest.mark.parametrize("name", UNITS)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_whatever_arrives_is_refused_or_understood(name: str, data: st.DataObject) -> None:
    """A part of a real object is replaced: nothing is raised, and no text is made up."""
    unit = UNITS[name]
    objects = example_items(name)
    item: Item = data.draw(st.sampled_from(objects)) if objects else {}
    odd = data.draw(st.sampled_from(list(_places(item))) | st.just(()))
    changed = _replaced(item, tuple(odd), data.draw(JSON))
    state = parsed(unit, [changed] if isinstance(changed, dict) else [])
    assert state.facts is not None
    stored = plain(state.facts)
    assert plain(facts_class(unit.module).model_validate(stored)) == stored
    known = json.dumps(changed, ensure_ascii=False)
    for text in _new_texts(state.facts):
        assert text in known, text


def _places(value: object, path: tuple[str | int, ...] = ()) -> Iterable[tuple[str | int, ...]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key)
            yield from _places(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield (*path, number)
            yield from _places(inner, (*path, number))


def _replaced(value: object, path: tuple[str | int, ...], odd: object) -> object:
    if not path:
        return odd
    if isinstance(value, dict):
        return {
            key: _replaced(v, path[1:], odd) if key == path[0] else v for key, v in value.items()
        }
    assert isinstance(value, list)
    return [_replaced(v, path[1:], odd) if n == path[0] else v for n, v in enumerate(value)]


def _new_texts(facts: Facts) -> Iterable[str]:
    """Yield the names in facts: those of objects are never made up."""
    for field in type(facts).model_fields:
        value = getattr(facts, field)
        for one in value if isinstance(value, tuple) else ():
            name = getattr(one, "name", None)
            if isinstance(name, str) and name.isascii() and name.isprintable() and "\\" not in name:
                yield json.dumps(name)[1:-1]


@pytest.mark.parametrize("name", UNITS)
def test_no_field_has_a_name_that_the_gate_takes_for_a_secret(name: str) -> None:
    """Names of Secrets stand in facts: under such a field each would stop a publication."""
    facts = facts_class(UNITS[name].module)
    for model in _models(facts):
        for field, kind in model.__annotations__.items():
            alone = "tuple[" not in str(kind)
            assert not (alone and is_secret_like(field)), f"{model.__name__}.{field}: call it else"


def _models(model: type[BaseModel]) -> Iterable[type[BaseModel]]:
    """Yield a record and the records that it is made of."""
    yield model
    for field in model.model_fields.values():
        for kind in _inner(field.annotation):
            yield from _models(kind)


def _inner(annotation: object) -> Iterable[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _inner(part)
