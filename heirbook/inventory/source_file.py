"""One source's snapshot file: from its bytes to the source, whatever was done to them."""

import re
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, Field, ValidationError, create_model
from pydantic_core import ErrorDetails, from_json

from heirbook.errors import Problem, WorkspaceError
from heirbook.inventory.canonical import DIGEST_KEY, SCHEMA_VERSION, Plain, digest, digest_of
from heirbook.inventory.json_loader import parse_json
from heirbook.inventory.record import Facts, Record, SourceId, Utc
from heirbook.inventory.section_facts import facts_by_section
from heirbook.inventory.section_state import SectionState, State
from heirbook.inventory.snapshot import Source

LARGEST_BYTES = 64 * 1024 * 1024
Migrations: TypeAlias = Mapping[int, Callable[[dict[str, Plain]], dict[str, Plain]]]
MIGRATIONS: Migrations = {}
"""For each older schema, what makes of its document one of the next schema."""
_DIGEST_LINE = b'{\n  "digest": "'
_DIGEST_END = len(_DIGEST_LINE) + len("sha256:") + 64
_SECTION = re.compile(rb'^    "([^"]+)": \{$', re.MULTILINE)
"""The line of a canonical file with which a section begins; a text never begins a line."""


class DamagedError(Exception):
    """A snapshot file that cannot be used; `problem` says where and why."""

    def __init__(self, where: str, message: str, path: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(where, path, message)


class SourceHead(Record):
    """What a snapshot file says beside its sections."""

    digest: str
    schema_version: Annotated[int, Field(strict=True, ge=SCHEMA_VERSION, le=SCHEMA_VERSION)]
    source: SourceId
    observed_at: Utc
    transport: str
    state: State = "ok"
    privilege: str | None = None
    reason: str | None = None
    since: Utc | None = None
    offered_key: str | None = None
    pinned_key: str | None = None
    fingerprint_key_id: str | None = None


def parse_source(content: bytes, where: str, migrations: Migrations = MIGRATIONS) -> Source:
    """Return the source that a snapshot file holds; an older schema is brought to this one.

    Raises:
        DamagedError: when it was cut, changed by hand, or written by a newer version.
    """
    if _is_canonical(content):
        named = frozenset(name.decode("utf-8", "replace") for name in _SECTION.findall(content))
        with suppress(ValidationError):  # the slow way, next, says what is wrong
            return _source(_file_model(named).model_validate_json(content))
    document = _checked_document(content, where, migrations)
    sections = document.get("sections")
    model = _file_model(frozenset(sections if isinstance(sections, dict) else ()))
    try:
        return _source(model.model_validate(document))
    except ValidationError as error:
        detail = error.errors(include_input=False, include_context=False, include_url=False)[0]
        raise _not_valid(detail, where) from None


def parse_parts(content: bytes, where: str, wanted: Collection[str]) -> Source:
    """Return the source with these sections alone; what is not asked for costs next to nothing.

    Raises:
        DamagedError: when it was cut, changed by hand, or written by a newer version.
    """
    if _is_canonical(content):
        document = from_json(content)
        parts = {name: part for name, part in document["sections"].items() if name in wanted}
        with suppress(ValidationError):  # the slow way, next, says what is wrong
            model = _file_model(frozenset(parts))
            return _source(model.model_validate({**document, "sections": parts}))
    whole = parse_source(content, where)
    kept = {name: part for name, part in whole.sections.items() if name in wanted}
    return replace(whole, sections=kept)


def _is_canonical(content: bytes) -> bool:
    """Return whether the file is what was written, byte for byte; its digest line is then first."""
    if not content.startswith(_DIGEST_LINE) or content[_DIGEST_END : _DIGEST_END + 3] != b'",\n':
        return False
    stated = content[len(_DIGEST_LINE) : _DIGEST_END]
    return stated == digest_of(b"{\n" + content[_DIGEST_END + 3 :]).encode()


def _checked_document(content: bytes, where: str, migrations: Migrations) -> dict[str, Plain]:
    """Return the document if its content is as written, even where its bytes no longer are."""
    document = _object(content, where)
    version = _version(document, where, migrations)
    if document.get(DIGEST_KEY) != digest(document):
        raise DamagedError(where, "changed by hand or damaged: its digest is another")
    for older in range(version, SCHEMA_VERSION):
        document = {**migrations[older](document), "schema_version": older + 1}
    return document


def _version(document: Mapping[str, Plain], where: str, migrations: Migrations) -> int:
    version = document.get("schema_version")
    if not isinstance(version, int) or isinstance(version, bool):
        raise DamagedError(where, "expected a whole number", "schema_version")
    if version > SCHEMA_VERSION:
        message = f"needs a heirbook that knows schema {version}; this one knows {SCHEMA_VERSION}"
        raise DamagedError(where, message, "schema_version")
    if any(older not in migrations for older in range(version, SCHEMA_VERSION)):
        raise DamagedError(where, f"schema {version} is not known", "schema_version")
    return version


def _object(content: bytes, where: str) -> dict[str, Plain]:
    try:
        value = parse_json(content.decode("utf-8"), where)
    except UnicodeDecodeError as error:
        raise DamagedError(where, f"is not UTF-8 at byte {error.start}") from None
    except WorkspaceError as error:
        problem = error.problems[0]
        raise DamagedError(problem.where, f"cut off or damaged: {problem.message}") from None
    if not isinstance(value, dict):
        raise DamagedError(where, "expected an object at the top")
    return value


def _not_valid(detail: ErrorDetails, where: str) -> DamagedError:
    message = detail["msg"]
    path = ".".join(map(str, detail["loc"]))
    return DamagedError(where, message[:1].lower() + message[1:], path)


@lru_cache(maxsize=64)
def _file_model(sections: frozenset[str]) -> type[SourceHead]:
    """Return the model of a whole file with these sections: one validator, made of their facts."""
    kinds = facts_by_section()
    known = [(name, kinds[name]) for name in sorted(sections) if name in kinds]
    fields: Any = {  # their types are known only once their modules are loaded
        f"section_{number}": (SectionState[kind], Field(None, alias=name))  # type: ignore[valid-type]  # the same
        for number, (name, kind) in enumerate(known)
    }
    read = create_model("Sections", __base__=Record, **fields)
    return create_model("SourceFile", __base__=SourceHead, sections=(read, ...))


def _source(file: SourceHead) -> Source:
    read: BaseModel = file.sections  # type: ignore[attr-defined]  # the field that `_file_model` adds
    fields = type(read).model_fields
    sections: dict[str, SectionState[Facts]] = {
        str(fields[field].alias): getattr(read, field) for field in read.model_fields_set
    }
    return Source(
        id=file.source,
        state=file.state,
        transport=file.transport,
        observed_at=file.observed_at,
        sections=sections,
        privilege=file.privilege,
        reason=file.reason,
        since=file.since,
        offered_key=file.offered_key,
        pinned_key=file.pinned_key,
        fingerprint_key_id=file.fingerprint_key_id,
    )
