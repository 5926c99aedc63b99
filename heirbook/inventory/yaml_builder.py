"""The tree of a YAML document, made from the parser's events within limits."""

from dataclasses import dataclass, field
from typing import NoReturn, Protocol

from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from heirbook.errors import Problem
from heirbook.inventory.names import dotted
from heirbook.inventory.yaml_tree import NOTHING, Node, Position

DEEPEST = 32
MOST_EVENTS = 100_000


class _Mark(Protocol):
    """A place as PyYAML counts it, from 0."""

    line: int
    column: int


def position_of(mark: _Mark | None) -> Position:
    """Return the mark as a position, the beginning when there is none."""
    return Position(mark.line + 1, mark.column + 1) if mark else Position(1, 1)


@dataclass
class _Open:
    """A mapping or sequence whose end has not come yet."""

    is_mapping: bool
    position: Position
    entries: dict[str, Node] = field(default_factory=dict)
    items: list[Node] = field(default_factory=list)
    key: tuple[str, Position] | None = None
    """The key whose value comes next."""
    own_key: Position | None = None
    anchor: str | None = None

    def place(self) -> str | int | None:
        """Return the key or index of what comes next in it."""
        if self.is_mapping:
            return self.key[0] if self.key else None
        return len(self.items)

    def node(self) -> Node:
        """Return it as a finished node."""
        value = self.entries if self.is_mapping else tuple(self.items)
        return Node(value, self.position, self.own_key)


class StoppedError(Exception):
    """The text is refused; nothing behind this place is read."""


class TreeBuilder:
    """Makes the tree from events, one after the other and without recursion."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._open: list[_Open] = []
        self._events = 0
        self._documents = 0

    def note(self, position: Position, message: str) -> None:
        """Keep a problem and go on."""
        parts = tuple(place for place in map(_Open.place, self._open) if place is not None)
        self.problems.append(Problem(f"{self.name}:{position}", dotted(parts), message))

    def take(self, event: Event) -> None:
        """Take the next event of the stream."""
        self._events += 1
        if self._events > MOST_EVENTS:
            self.stop(event, f"more than {MOST_EVENTS} parts")
        match event:
            case DocumentStartEvent():
                self.begin_document(event)
            case DocumentEndEvent():
                self.end_document(event)
            case NodeEvent():
                self.check_node(event)
                self._take_node(event)
            case CollectionEndEvent():
                own = self._open.pop()
                node = own.node()
                self.keep_anchor(own.anchor, node)
                self.add(node)

    def begin_document(self, event: Event) -> None:
        """Refuse a second document."""
        self._documents += 1
        if self._documents > 1:
            self.stop(event, "a second document begins; one file holds one")

    def end_document(self, event: Event) -> None:
        """Do nothing: the root stays."""

    def keep_anchor(self, anchor: str | None, node: Node) -> None:
        """Do nothing: there are no anchors."""

    def check_node(self, event: NodeEvent) -> None:
        """Refuse an alias, an anchor or a tag."""
        if isinstance(event, AliasEvent):
            self.stop(event, "an alias ('*') is not allowed; write the value out")
        if event.anchor is not None:
            self.stop(event, "an anchor ('&') is not allowed; write the value out")
        self.check_tag(event)

    def check_tag(self, event: NodeEvent) -> None:
        """Refuse a tag."""
        if getattr(event, "tag", None) is not None:
            self.stop(event, "a tag ('!') is not allowed; write the plain value")

    def _take_node(self, event: NodeEvent) -> None:
        position = _start(event)
        if isinstance(event, CollectionStartEvent):
            if self.wants_key():
                self.stop(event, "a key must be text, not a list or a mapping")
            if len(self._open) >= DEEPEST:
                self.stop(event, f"nested deeper than {DEEPEST}")
            own = _Open(isinstance(event, MappingStartEvent), position)
            own.own_key = self.key_position()
            own.anchor = event.anchor
            self._open.append(own)
        elif isinstance(event, ScalarEvent):
            self._take_scalar(event, position)

    def _take_scalar(self, event: ScalarEvent, position: Position) -> None:
        broken = next((c for c in event.value if c == "\0" or "\ud800" <= c <= "\udfff"), None)
        if broken is not None:
            self.stop(event, f"holds U+{ord(broken):04X}, which is no text")
        plain = event.style is None
        if self.wants_key():
            if plain and event.value in NOTHING:
                self.stop(event, "a key must be text, not nothing")
            self._open[-1].key = (event.value, position)
            return
        node = Node(event.value, position, self.key_position(), plain)
        self.keep_anchor(event.anchor, node)
        self.add(node)

    def wants_key(self) -> bool:
        """Return whether what comes next is a key."""
        parent = self._open[-1] if self._open else None
        return parent is not None and parent.is_mapping and parent.key is None

    def key_position(self) -> Position | None:
        """Return where the key of the value that comes next stands."""
        parent = self._open[-1] if self._open else None
        return parent.key[1] if parent and parent.key else None

    def add(self, node: Node) -> None:
        """Put a finished node where it belongs."""
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if not parent.is_mapping:
            parent.items.append(node)
            return
        if parent.key is None:
            return
        name, position = parent.key
        if name in parent.entries:
            first = parent.entries[name].key or parent.position
            self.note(position, f"this key stands twice, first at {first}")
        parent.entries.setdefault(name, node)
        parent.key = None

    def stop(self, event: Event, message: str) -> NoReturn:
        """Note the problem and read no further."""
        self.note(_start(event), message)
        raise StoppedError


def _start(event: Event) -> Position:
    return position_of(event.start_mark)
