"""The tree of a YAML document: texts, mappings and sequences with their places."""

from dataclasses import dataclass

NOTHING = ("", "~", "null", "Null", "NULL")
"""What stands for no value when it is not quoted."""


@dataclass(frozen=True, order=True, slots=True)
class Position:
    """A place in a text; both count from 1."""

    line: int
    column: int

    def __str__(self) -> str:
        """Return it as `12:7`."""
        return f"{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Node:
    """A value as it was written: text, a mapping or a sequence, and where it stands."""

    value: "str | dict[str, Node] | tuple[Node, ...]"
    position: Position
    key: Position | None = None
    """Where its key stands, for a value in a mapping."""
    plain: bool = False
    """A scalar without quotes."""

    @property
    def is_nothing(self) -> bool:
        """Return whether it is `~`, `null` or nothing at all, without quotes."""
        return self.plain and self.value in NOTHING

    @property
    def mapping(self) -> "dict[str, Node]":
        """Return its entries, none when it is no mapping."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> "tuple[Node, ...]":
        """Return its items, none when it is no sequence."""
        return self.value if isinstance(self.value, tuple) else ()

    @property
    def text(self) -> str:
        """Return the scalar's text, empty when it is none."""
        return self.value if isinstance(self.value, str) else ""
