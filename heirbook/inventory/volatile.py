"""Volatile fields: split from facts into the values of a reading, so that snapshots stay still."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TypeVar

from pydantic import BaseModel

from heirbook.inventory.record import Facts, iso, observed_lists, volatile_fields
from heirbook.inventory.section_state import SectionState

LONGEST_TEXT = 100
R = TypeVar("R", bound=BaseModel)


def reading_values(sections: Mapping[str, SectionState[Facts]]) -> dict[str, int | str]:
    """Return the volatile values of all sections under `section:object:name`, keys sorted.

    Sample: `df:/:used_kib`, `load::uptime_s`.
    """
    values: dict[str, int | str] = {}
    for section, state in sections.items():
        if state.facts is None:
            continue
        values.update(_values(f"{section}:", state.facts))
        for _, objects in observed_lists(state.facts):
            for one in objects:
                values.update(_values(f"{section}:{one.identity()}", one))
    return dict(sorted(values.items()))


def without_volatile(facts: Facts) -> Facts:
    """Return the facts as a snapshot holds them: volatile fields at their defaults."""
    changed: dict[str, object] = {
        field: tuple(_bare(one) for one in objects) for field, objects in observed_lists(facts)
    }
    return _bare(facts).model_copy(update=changed) if changed else _bare(facts)


def _bare(record: R) -> R:
    fields = type(record).model_fields
    names = volatile_fields(type(record))
    return record.model_copy(update={name: fields[name].default for name in names})


def _values(prefix: str, record: BaseModel) -> Iterator[tuple[str, int | str]]:
    for name in volatile_fields(type(record)):
        value = getattr(record, name)
        if isinstance(value, datetime):
            yield f"{prefix}:{name}", iso(value)
        elif isinstance(value, int):
            yield f"{prefix}:{name}", int(value)
        elif value is not None:
            yield f"{prefix}:{name}", str(value)[:LONGEST_TEXT]
