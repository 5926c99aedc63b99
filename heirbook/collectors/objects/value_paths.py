"""The paths of the values that a Helm chart is given; never a value."""

import re
from collections.abc import Iterator

from heirbook.collectors.objects.foreign_object import Tree
from heirbook.errors import WorkspaceError
from heirbook.inventory.foreign_yaml import parse_foreign_yaml
from heirbook.inventory.yaml_tree import Node

MOST_PATHS = 200
DEEPEST = 8
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./-]{0,62}")


def value_paths(values: Tree) -> tuple[str, ...]:
    """Return the paths of all values below, sorted; a list or a deeper part is one value.

    Keys that are no plain names are left out with all that is below them.
    """
    return tuple(sorted(set(_json_paths(values, ())))[:MOST_PATHS])


def yaml_paths(text: str | None) -> tuple[str, ...]:
    """Return the same of values that are written as YAML within a text; none if it is broken."""
    try:
        documents = parse_foreign_yaml(text, "values") if text else ()
    except WorkspaceError:
        return ()
    return tuple(sorted({path for one in documents for path in _yaml_paths(one, ())})[:MOST_PATHS])


def _json_paths(values: Tree, above: tuple[str, ...]) -> Iterator[str]:
    names = values.names() if len(above) < DEEPEST else ()
    if not names and above:
        yield ".".join(above)
    for name in names:
        if _NAME.fullmatch(name):
            yield from _json_paths(values.at(name), (*above, name))


def _yaml_paths(node: Node, above: tuple[str, ...]) -> Iterator[str]:
    entries = node.mapping if len(above) < DEEPEST else {}
    if not entries and above:
        yield ".".join(above)
    for name, value in entries.items():
        if _NAME.fullmatch(name):
            yield from _yaml_paths(value, (*above, name))
