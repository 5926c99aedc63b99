"""YAML that another program's files hold: several documents, anchors, aliases and merge keys."""

from yaml.events import AliasEvent, Event, NodeEvent

from heirbook.inventory.yaml_builder import DEEPEST, TreeBuilder
from heirbook.inventory.yaml_loader import build
from heirbook.inventory.yaml_tree import Node

MOST_NODES = 200_000
MERGE = "<<"


def parse_foreign_yaml(text: str, name: str) -> tuple[Node, ...]:
    """Return the documents of `text`, with aliases followed and merge keys merged.

    How large they become is counted before anything is merged: at most 200 000 nodes, 32 deep.

    Raises:
        WorkspaceError: with every problem found; here it is a gap of that file, not the end.
    """
    builder = _ForeignBuilder(name)
    build(builder, text)
    return tuple(_merged(root, {}) for root in builder.documents)


class _ForeignBuilder(TreeBuilder):
    """Makes a graph of each document: an alias is the same node once more."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.documents: list[Node] = []
        self._anchors: dict[str, Node] = {}
        self._nodes = 0

    def begin_document(self, event: Event) -> None:
        """Forget the anchors of the document before."""
        del event
        self.root = None
        self._anchors = {}

    def end_document(self, event: Event) -> None:
        """Keep the document when it does not grow too large."""
        if self.root is None:
            return
        nodes, depth = _measure(self.root)
        self._nodes += nodes
        if self._nodes > MOST_NODES:
            self.stop(event, f"more than {MOST_NODES} nodes with its aliases written out")
        if depth > DEEPEST:
            self.stop(event, f"nested deeper than {DEEPEST} with its aliases written out")
        self.documents.append(self.root)

    def keep_anchor(self, anchor: str | None, node: Node) -> None:
        """Remember the node by its anchor."""
        if anchor is not None:
            self._anchors[anchor] = node

    def check_node(self, event: NodeEvent) -> None:
        """Follow an alias; refuse a tag."""
        if not isinstance(event, AliasEvent):
            self.check_tag(event)
            return
        target = self._anchors.get(event.anchor or "")
        if target is None:
            self.stop(event, "an alias to no finished node")
        if self.wants_key():
            self.stop(event, "a key must be text, not an alias")
        self.add(Node(target.value, target.position, self.key_position(), target.plain))


def _measure(root: Node) -> tuple[int, int]:
    """Return how many nodes the graph is as a tree, and how deep; each node is counted once."""
    known: dict[int, tuple[int, int]] = {}
    ahead = [root]
    while ahead:
        node = ahead[-1]
        below = _below(node)
        missing = [child for child in below if id(child.value) not in known]
        if missing:
            ahead.extend(missing)
            continue
        ahead.pop()
        sizes = [known[id(child.value)] for child in below]
        nodes = 1 + sum(size for size, _ in sizes)
        depth = 1 + max((depth for _, depth in sizes), default=0) if below else 0
        known[id(node.value)] = (nodes, depth)
    return known[id(root.value)]


def _below(node: Node) -> tuple[Node, ...]:
    return node.items or tuple(node.mapping.values())


def _merged(node: Node, done: dict[int, Node]) -> Node:
    """Return the tree with merge keys resolved; own keys win, then earlier merges."""
    if isinstance(node.value, str):
        return node
    if id(node.value) not in done:
        done[id(node.value)] = _merged_once(node, done)
    ready = done[id(node.value)]
    return Node(ready.value, node.position, node.key)


def _merged_once(node: Node, done: dict[int, Node]) -> Node:
    if not isinstance(node.value, dict):
        return Node(tuple(_merged(item, done) for item in node.items), node.position)
    entries = {key: _merged(value, done) for key, value in node.mapping.items() if key != MERGE}
    merge = node.mapping.get(MERGE)
    if merge is not None:
        for source in merge.items or (merge,):
            for key, value in _merged(source, done).mapping.items():
                entries.setdefault(key, value)
    return Node(entries, node.position)
