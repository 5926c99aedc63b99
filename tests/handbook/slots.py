"""Every text of a book's input as a slot that another value can be put into."""

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel

from heirbook.handbook.book_input import BookInput
from tests.handbook.river import river

Place = tuple[str, ...]
"""Names and positions from the book's input down to one text."""
Change = Callable[[Place, str], str]

OURS = frozenset({"section_titles", "section_loss", "slots"})
"""Texts of the package itself: catalogue texts, not data."""
CHECKED = frozenset(
    {
        "BookInput.digests",
        "BookInput.edition",
        "BookInput.handwritten",
        "BookInput.tool_version",
        "Connection.jumps",
        "Connection.server",
        "DataSet.owner",
        "Decision.to",
        "DeclaredServer.account",
        "DeclaredServer.site",
        "DeclaredService.depends_on",
        "DeclaredService.owner",
        "DeclaredService.successor",
        "EditionRecord.id",
        "EditionRecord.languages",
        "FleetFile.operator",
        "Person.languages",
        "Person.logins",
        "Person.platform",
        "ProviderAccount.people",
        "ProviderAccount.url",
        "Source.id",
        "SourceId.id",
        "SshKey.key",
    }
)
"""Texts that cannot hold anything: names, keys and addresses that loading refuses otherwise."""
WORDS = frozenset(
    {
        "Account.name",
        "AuthorisedKey.account",
        "AuthorisedKey.fingerprint",
        "Container.engine",
        "Container.image_id",
        "Container.project",
        "Container.restart_policy",
        "Container.service",
        "Container.state",
        "Disk.kind",
        "FileSystemUse.target",
        "Hardware.userland",
        "Hardware.virtualisation",
        "Image.architecture",
        "Image.engine",
        "Image.id",
        "Kernel.machine",
        "Listener.address",
        "Listener.protocol",
        "Listener.unit",
        "Route.destination",
        "Source.privilege",
        "Source.transport",
        "Timer.enabled",
        "Unit.active_state",
        "Unit.enabled",
        "Unit.id",
        "Unit.load_state",
        "Unit.result",
        "Unit.sub_state",
    }
)
"""Words that pages understand: a foreign one takes another way through the templates."""


class Leaf(NamedTuple):
    """One slot: where it is, the class and field that hold it, what is in it now."""

    place: Place
    field: str
    value: str


def leaves(book_input: BookInput) -> list[Leaf]:
    """Return every slot of the input."""
    found: list[Leaf] = []

    def note(place: Place, field: str, value: str) -> str:
        found.append(Leaf(place, field, value))
        return value

    _walk(book_input, (), "", note)
    return found


def changed(book_input: BookInput, change: Change) -> BookInput:
    """Return the input with every slot's text replaced by what `change` says."""

    def apply(place: Place, _: str, value: str) -> str:
        return change(place, value)

    result = _walk(book_input, (), "", apply)
    assert isinstance(result, BookInput)
    return result


def free_slots(*, words: bool) -> list[Leaf]:
    """Return the slots of the invented book that can hold anything: all, or all but known words."""
    return [
        leaf
        for leaf in leaves(river())
        if leaf.field not in CHECKED and (words or leaf.field not in WORDS)
    ]


# Any: records of every kind pass through here
def _walk(value: Any, place: Place, field: str, note: Callable[[Place, str, str], str]) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        return note(place, field, value)
    if isinstance(value, tuple):
        return tuple(_walk(v, (*place, str(i)), field, note) for i, v in enumerate(value))
    if isinstance(value, Mapping):
        return {key: _walk(v, (*place, str(key)), field, note) for key, v in value.items()}
    if isinstance(value, BaseModel):
        update = {
            name: _walk(
                getattr(value, name), (*place, name), f"{type(value).__name__}.{name}", note
            )
            for name, info in type(value).model_fields.items()
            if not _is_literal(info.annotation)
        }
        return value.model_copy(update=update)
    if is_dataclass(value) and not isinstance(value, type):
        hints = typing.get_type_hints(type(value))
        update = {
            part.name: _walk(
                getattr(value, part.name),
                (*place, part.name),
                f"{type(value).__name__}.{part.name}",
                note,
            )
            for part in fields(value)
            if part.name not in OURS and not _is_literal(hints.get(part.name))
        }
        return replace(value, **update)
    return value


def _is_literal(annotation: object) -> bool:
    """Return whether a field takes one of a few words only."""
    origin = typing.get_origin(annotation)
    if origin is Literal:
        return True
    if origin in (types.UnionType, typing.Union, tuple):
        return any(_is_literal(part) for part in typing.get_args(annotation))
    return False
