"""References between declared files: what names something that is declared nowhere, and cycles."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from heirbook.errors import Problem
from heirbook.inventory.names import MOST_SUGGESTIONS, did_you_mean, dotted
from heirbook.inventory.yaml_tree import Node, Position
from heirbook.workspace import ENDPOINTS, FLEET, HOLDERS, KUBECTL, PEOPLE, POLICY, SSH, WAIVERS

KEY = "<key>"
"""At the end of a pattern: the keys themselves are the references."""

TARGETS = {
    "person": ((PEOPLE, "people"),),
    "site": ((FLEET, "sites"),),
    "server": ((FLEET, "servers"),),
    "cluster": ((FLEET, "clusters"),),
    "service": ((FLEET, "services"),),
    "account": ((FLEET, "accounts"),),
    "server or cluster": ((FLEET, "servers"), (FLEET, "clusters")),
    "tree": ((FLEET, "trees.*.id"),),
    "group": ((POLICY, "scheme.groups.*.id"),),
}
"""What can be named, and where it is declared."""

REFERENCES = (
    (FLEET, "operator", "person"),
    (FLEET, "servers.*.site", "site"),
    (FLEET, "servers.*.account", "account"),
    (FLEET, "servers.*.node_of", "cluster"),
    (FLEET, "servers.*.node_of.cluster", "cluster"),
    (FLEET, "clusters.*.kubectl_from.server", "server"),
    (FLEET, "services.*.owner", "person"),
    (FLEET, "services.*.successor", "person"),
    (FLEET, "services.*.decision.to", "person"),
    (FLEET, "services.*.data.*.owner", "person"),
    (FLEET, "services.*.depends_on.*", "service"),
    (FLEET, "accounts.*.people.*", "person"),
    (FLEET, "accepted.*.owner", "person"),
    (FLEET, "expectations.*.service", "service"),
    (FLEET, "expectations.*.at.*.server", "server"),
    (FLEET, "consistency.*.service", "service"),
    (FLEET, "consistency.*.of.*.tree", "tree"),
    (FLEET, "trees.*.helm.*.cluster", "cluster"),
    (FLEET, "trees.*.kustomize.*.cluster", "cluster"),
    (FLEET, "trees.*.compose.*.server", "server"),
    (PEOPLE, f"people.*.logins.{KEY}", "server or cluster"),
    (SSH, f"servers.{KEY}", "server"),
    (SSH, "servers.*.via.*", "server"),
    (KUBECTL, f"clusters.{KEY}", "cluster"),
    (KUBECTL, "clusters.*.via", "server"),
    (KUBECTL, f"opt_in.{KEY}", "cluster"),
    (ENDPOINTS, "endpoints.*.service", "service"),
    (POLICY, "operator", "person"),
    (HOLDERS, "holders.*.person", "person"),
    (HOLDERS, "holders.*.group", "group"),
    (WAIVERS, "waivers.*.by", "person"),
)  # fmt: skip
"""File, place and kind of every field that names something declared."""

MOST_CYCLES = 50
_SYSTEM_KINDS = ("account", "server", "cluster", "service", "person", "tree")


@dataclass(frozen=True)
class Mention:
    """A text somewhere in a declared file."""

    path: tuple[str | int, ...]
    text: str
    position: Position


def mentions(node: Node | None, pattern: str) -> Iterator[Mention]:
    """Yield the texts at the places that a pattern such as `servers.*.via.*` names."""
    if node is not None:
        yield from _walk(node, tuple(pattern.split(".")), ())


def _walk(node: Node, pattern: tuple[str, ...], path: tuple[str | int, ...]) -> Iterator[Mention]:
    if not pattern:
        if isinstance(node.value, str) and not node.is_nothing:
            yield Mention(path, node.value, node.position)
        return
    first, rest = pattern[0], pattern[1:]
    if first == KEY:
        for key, below in node.mapping.items():
            yield Mention((*path, key), key, below.key or below.position)
    elif first == "*":
        for part, below in _below(node):
            yield from _walk(below, rest, (*path, part))
    elif first in node.mapping:
        yield from _walk(node.mapping[first], rest, (*path, first))


def _below(node: Node) -> Iterator[tuple[str | int, Node]]:
    yield from node.mapping.items()
    yield from enumerate(node.items)


def dangling(nodes: Mapping[str, Node | None], broken: frozenset[str]) -> Iterator[Problem]:
    """Yield a problem for every reference to something that is declared nowhere.

    What a file in `broken` would declare is unknown; references to it are not judged.
    """
    count = 0
    for name, pattern, kind in REFERENCES:
        known = _declared(nodes, broken, kind)
        if known is None:
            continue
        for mention in mentions(nodes.get(name), pattern):
            if mention.text not in known:
                count += 1
                near = known if count <= MOST_SUGGESTIONS else frozenset[str]()
                yield _unknown(name, mention, kind, near)
    for name in sorted(nodes):
        if name.startswith("secrets-policy/secrets/"):
            yield from _dangling_systems(name, nodes, broken)


def _dangling_systems(
    name: str, nodes: Mapping[str, Node | None], broken: frozenset[str]
) -> Iterator[Problem]:
    for mention in mentions(nodes[name], "systems.*"):
        kind, _, text = mention.text.partition(":")
        if kind not in _SYSTEM_KINDS:
            message = f"expected kind:name with a kind of {', '.join(_SYSTEM_KINDS)}"
            yield Problem(f"{name}:{mention.position}", dotted(mention.path), message)
            continue
        known = _declared(nodes, broken, kind)
        if known is not None and text not in known:
            yield _unknown(name, Mention(mention.path, text, mention.position), kind, known)


def _unknown(name: str, mention: Mention, kind: str, known: frozenset[str]) -> Problem:
    message = f"no {kind} of this name is declared{did_you_mean(mention.text, known)}"
    return Problem(f"{name}:{mention.position}", dotted(mention.path), message)


def _declared(
    nodes: Mapping[str, Node | None], broken: frozenset[str], kind: str
) -> frozenset[str] | None:
    """Return the names of a kind, or None when a file that declares them cannot be read."""
    found: set[str] = set()
    for name, place in TARGETS[kind]:
        node = nodes.get(name)
        if name in broken:
            return None
        pattern = place if "*" in place else f"{place}.{KEY}"
        found.update(mention.text for mention in mentions(node, pattern))
    return frozenset(found)


def cycles(nodes: Mapping[str, Node | None]) -> Iterator[Problem]:
    """Yield a problem, with the whole way round, for each cycle of `depends_on` and of `via`."""
    for name, top, field in ((FLEET, "services", "depends_on"), (SSH, "servers", "via")):
        graph: dict[str, dict[str, Mention]] = {}
        for mention in mentions(nodes.get(name), f"{top}.*.{field}.*"):
            graph.setdefault(str(mention.path[1]), {}).setdefault(mention.text, mention)
        for way in islice(_round_ways(graph), MOST_CYCLES):
            mention = graph[way[-2]][way[-1]]
            message = f"goes in a circle: {' → '.join(dotted((step,)) for step in way)}"
            yield Problem(f"{name}:{mention.position}", dotted(mention.path), message)


def _round_ways(graph: Mapping[str, Mapping[str, Mention]]) -> Iterator[tuple[str, ...]]:
    """Yield each way that leads back to its start, found by walking without recursion."""
    done: set[str] = set()
    for start in graph:
        way = [start] if start not in done else []
        ahead = [iter(graph.get(start, ()))] if way else []
        on_way = set(way)
        while ahead:
            step = next(ahead[-1], None)
            if step is None:
                ahead.pop()
                left = way.pop()
                on_way.discard(left)
                done.add(left)
            elif step in on_way:
                yield (*way[way.index(step) :], step)
            elif step not in done:
                way.append(step)
                on_way.add(step)
                ahead.append(iter(graph.get(step, ())))
