"""The canonical form of what was observed: same facts, same bytes."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import TypeAlias

from pydantic import BaseModel, JsonValue
from pydantic_core import PydanticUndefined, to_json

from heirbook.inventory.record import Facts, Observed, iso, volatile_fields
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.snapshot import Source

Plain: TypeAlias = JsonValue
"""What a snapshot file holds: JSON without floats."""

SCHEMA_VERSION = 1
DIGEST_KEY = "digest"


def source_document(source: Source) -> dict[str, Plain]:
    """Return the source as its snapshot file holds it, without digest and volatile fields."""
    document = {
        "fingerprint_key_id": source.fingerprint_key_id,
        "observed_at": iso(source.observed_at),
        "offered_key": source.offered_key,
        "pinned_key": source.pinned_key,
        "privilege": source.privilege,
        "reason": source.reason,
        "since": iso(source.since) if source.since else None,
        "source": source.id,
        "state": None if source.state == "ok" else source.state,
        "transport": source.transport,
    }
    filled: dict[str, Plain] = {key: value for key, value in document.items() if value is not None}
    sections = {name: section_document(state) for name, state in sorted(source.sections.items())}
    filled |= {"schema_version": SCHEMA_VERSION, "sections": sections}
    return dict(sorted(filled.items()))


def section_document(state: SectionState[Facts]) -> Plain:
    """Return one section's state and facts as a snapshot file holds them."""
    fields = plain(state)
    assert isinstance(fields, dict)  # noqa: S101  a record is always an object
    return fields if "facts" in fields else dict(sorted({"facts": None, **fields}.items()))


def plain(value: object) -> Plain:
    """Return a value as JSON holds it: no volatile or default fields, keys and objects sorted.

    Raises:
        TypeError: for a float, which has no one spelling, and for anything JSON does not know.
    """
    match value:
        case None | bool() | int() | str():
            return value
        case BaseModel():
            return _plain_record(value)
        case tuple() | list():
            return _plain_list(value)
        case datetime():
            return iso(value)
        case Mapping():
            return dict(sorted((str(key), plain(item)) for key, item in value.items()))
        case _:
            message = f"a snapshot holds no {type(value).__name__}"
            raise TypeError(message)


def canonical(document: Mapping[str, Plain]) -> bytes:
    """Return the JSON text: UTF-8, keys sorted, two spaces of indent, one final newline."""
    return _text(_sorted(dict(document)))


def digest(document: Mapping[str, Plain]) -> str:
    """Return `sha256:` and the hash of the document's canonical form without its digest."""
    bare = {key: value for key, value in document.items() if key != DIGEST_KEY}
    return digest_of(canonical(bare))


def digest_of(content: bytes) -> str:
    """Return `sha256:` and the hash of these bytes."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def source_bytes(source: Source) -> bytes:
    """Return the content of the source's snapshot file."""
    # sorted as it was made, and its digest sorts first: one pass over it is enough
    bare = _text(source_document(source))
    return b'{\n  "%s": "%s",\n' % (DIGEST_KEY.encode(), digest_of(bare).encode()) + bare[2:]


def _text(value: Plain) -> bytes:
    return to_json(value, indent=2) + b"\n"


def _plain_record(record: BaseModel) -> dict[str, Plain]:
    values = record.__dict__
    return {
        name: plain(value)
        for name, default in _stored_fields(type(record))
        if (value := values[name]) != default
    }


def _plain_list(values: tuple[object, ...] | list[object]) -> list[Plain]:
    items = [plain(value) for value in values]
    if not values or not all(isinstance(value, BaseModel) for value in values):
        return items
    keys = [value.sort_key() if isinstance(value, Observed) else "" for value in values]
    # where two have one key, as records without identity have, their own text decides
    texts = [to_json(item) for item in items] if len(set(keys)) < len(keys) else keys
    order = sorted(range(len(items)), key=lambda index: (keys[index], texts[index]))
    return [items[index] for index in order]


@cache
def _stored_fields(kind: type[BaseModel]) -> tuple[tuple[str, object], ...]:
    """Return the names of the fields that are stored, sorted, each with its default."""
    left_out = volatile_fields(kind)
    return tuple(
        (name, PydanticUndefined if field.is_required() else field.default)
        for name, field in sorted(kind.model_fields.items())
        if name not in left_out
    )


def _sorted(value: Plain) -> Plain:
    match value:
        case dict():
            return {key: _sorted(value[key]) for key in sorted(value)}
        case list():
            return [_sorted(item) for item in value]
        case _:
            return value
