"""Every facts class can be stored and read back, whoever adds it."""

import importlib
import json
import pkgutil
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from heirbook import inventory
from heirbook.inventory.canonical import source_bytes
from heirbook.inventory.record import Facts, volatile_fields
from heirbook.inventory.section_facts import facts_by_section
from heirbook.inventory.source_file import parse_source
from tests.inventory.observed import ok, server

KINDS = facts_by_section()


def models(schema: object) -> Iterator[dict[str, object]]:
    """Yield every object inside a JSON schema."""
    if isinstance(schema, dict):
        yield schema
    for value in schema.values() if isinstance(schema, dict) else ():
        for one in value if isinstance(value, list) else (value,):
            yield from models(one)


def kinds_below(kind: type[Facts]) -> Iterator[type[Facts]]:
    """Yield every class below this one."""
    for one in kind.__subclasses__():
        yield one
        yield from kinds_below(one)


def test_every_facts_class_of_the_package_is_found() -> None:
    for info in pkgutil.walk_packages(inventory.__path__, "heirbook.inventory."):
        importlib.import_module(info.name)
    every = {
        kind.section: kind
        for kind in kinds_below(Facts)
        if kind.__module__.startswith("heirbook.") and "section" in vars(kind)
    }
    assert dict(KINDS) == every


@pytest.mark.parametrize("section", KINDS)
def test_facts_without_a_value_are_stored_and_read_back(section: str) -> None:
    source = server({section: ok(KINDS[section]())})
    content = source_bytes(source)
    assert json.loads(content)["sections"][section] == {"state": "ok", "facts": {}}
    assert parse_source(content, "x.json") == source


@pytest.mark.parametrize("section", KINDS)
def test_facts_hold_no_float(section: str) -> None:
    schema = KINDS[section].model_json_schema()
    wrong = [part.get("title") for part in models(schema) if part.get("type") == "number"]
    assert not wrong, f"store these as integers with a unit in the name: {wrong}"


def nested(kind: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Yield a model and those in its fields."""
    yield kind
    for field in kind.model_fields.values():
        for inner in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                yield from nested(inner)


@pytest.mark.parametrize("section", KINDS)
def test_a_volatile_field_may_be_missing(section: str) -> None:
    for model in nested(KINDS[section]):
        required = [n for n in volatile_fields(model) if model.model_fields[n].is_required()]
        assert not required, f"{model.__name__}: give a default, a snapshot never holds {required}"


def test_the_base_itself_is_no_section() -> None:
    assert Facts not in KINDS.values()
