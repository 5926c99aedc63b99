"""From the tree of a declared file to its record: every problem with its place and no value."""

import re
from collections.abc import Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from heirbook.errors import Problem
from heirbook.inventory.names import MOST_SUGGESTIONS, did_you_mean, dotted
from heirbook.inventory.yaml_tree import Node

M = TypeVar("M", bound=BaseModel)

_VALUE_NAMES = frozenset(
    ("value", "password", "passwd", "secret", "token", "private_key", "passphrase", "pin")
)
_MESSAGES = {
    "missing": "missing field",
    "model_type": "expected a mapping",
    "mapping_type": "expected a mapping",
    "dict_type": "expected a mapping",
    "tuple_type": "expected a list",
    "string_type": "expected text",
    "string_pattern_mismatch": "expected a language code such as 'en'",
}


def validated(model: type[M], node: Node | None, name: str) -> tuple[M | None, tuple[Problem, ...]]:
    """Return the record that the tree of the file `name` describes, or all that is wrong in it."""
    if node is not None and not isinstance(node.value, dict) and not node.is_nothing:
        return None, (Problem(f"{name}:{node.position}", "", "expected a mapping at the top"),)
    try:
        return model.model_validate(plain(node) or {}), ()
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        return None, tuple(
            _problem(detail, model if rank < MOST_SUGGESTIONS else None, node, name)
            for rank, detail in enumerate(details)
            if not _only_counts_wrong_items(detail, node)
        )


def _only_counts_wrong_items(detail: ErrorDetails, node: Node | None) -> bool:
    """Return whether a list is called too short because its wrong items were not counted."""
    found, whole = _descend(node, tuple(detail["loc"]))
    least = detail.get("ctx", {}).get("min_length", 0)
    return (
        detail["type"] == "too_short" and whole and found is not None and len(found.items) >= least
    )


def plain(node: Node | None) -> object:
    """Return the tree as texts, dicts and lists; what is nothing becomes None."""
    if node is None or node.is_nothing:
        return None
    if isinstance(node.value, dict):
        return {key: plain(value) for key, value in node.value.items()}
    if isinstance(node.value, tuple):
        return [plain(item) for item in node.value]
    return node.value


def where(name: str, node: Node | None, path: Sequence[str | int], *, at_key: bool = False) -> str:
    """Return `file:line:column` of a place, or of the nearest place above it that exists."""
    found, whole = _descend(node, path)
    if found is None:
        return name
    if (at_key or not whole) and found.key is not None:
        return f"{name}:{found.key}"
    return f"{name}:{found.position}"


def _descend(node: Node | None, path: Sequence[str | int]) -> tuple[Node | None, bool]:
    """Return the node at the path, or the last one above it, and whether it is the one."""
    for part in path:
        below = None
        if node is not None and isinstance(part, int):
            below = node.items[part] if part < len(node.items) else None
        elif node is not None:
            below = node.mapping.get(str(part))
        if below is None:
            return node, False
        node = below
    return node, True


def _problem(
    detail: ErrorDetails, model: type[BaseModel] | None, node: Node | None, name: str
) -> Problem:
    """Return what pydantic found as a problem; without a model no near name is looked for."""
    kind = detail["type"]
    path = tuple(part for part in detail["loc"] if part != "[key]")
    at_key = len(path) < len(detail["loc"]) or kind == "extra_forbidden"
    field = detail.get("ctx", {}).get("field")
    if kind == "declared" and field is not None:
        path = (*path, field)
    found, whole = _descend(node, path)
    if whole and found is not None and isinstance(found.value, dict):
        at_key = True
    message = _message(detail, model, found if whole else None, name)
    return Problem(where(name, node, path, at_key=at_key), dotted(path), message)


def _message(
    detail: ErrorDetails, model: type[BaseModel] | None, found: Node | None, name: str
) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "declared":
        return detail["msg"]
    if kind == "extra_forbidden":
        return _unknown_field(str(detail["loc"][-1]), _fields_at(model, detail["loc"][:-1]), name)
    if kind == "literal_error":
        expected = str(context.get("expected", ""))
        near = did_you_mean(found.text, _listed(expected)) if found and model else ""
        return f"expected {expected}{near}"
    if kind == "too_short":
        return f"expected {context.get('min_length')} or more entries"
    return _MESSAGES.get(kind, "not usable here")


def _unknown_field(word: str, candidates: tuple[str, ...], name: str) -> str:
    if name.startswith("secrets-policy/") and word.casefold() in _VALUE_NAMES:
        return "unknown field; names and rules only, never a value"
    return f"unknown field{did_you_mean(word, candidates)}"


def _listed(expected: str) -> tuple[str, ...]:
    """Return the words of pydantic's list. Sample: `'high', 'medium' or 'low'`."""
    return tuple(re.findall(r"'([^']+)'", expected))


def _fields_at(model: type[BaseModel] | None, path: Sequence[str | int]) -> tuple[str, ...]:
    """Return the fields that may stand at a place of the document."""
    kind: Any = model  # annotations are of any type; each is taken apart below
    for part in path:
        kind = _step(_bare(kind), part)
    kind = _bare(kind)
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return ()
    return tuple(field.alias or name for name, field in kind.model_fields.items())


def _bare(kind: Any) -> Any:  # noqa: ANN401  an annotation can be anything
    """Return the type without `Annotated` and without the None of an optional one."""
    while get_origin(kind) in (Annotated, Union, UnionType):
        kind = next(argument for argument in get_args(kind) if argument is not type(None))
    return kind


def _step(kind: Any, part: str | int) -> Any:  # noqa: ANN401  an annotation can be anything
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return next(
            (f.annotation for n, f in kind.model_fields.items() if part in (n, f.alias)), None
        )
    if get_origin(kind) in (Mapping, dict):
        return get_args(kind)[1]
    return get_args(kind)[0] if get_args(kind) else None
