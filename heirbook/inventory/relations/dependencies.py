"""What breaks when something dies: sites, contracts, servers, clusters, parts, data, services."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from heirbook.inventory.declared import FleetFile
from heirbook.inventory.relations.joined import Joined
from heirbook.inventory.relations.places import place_of

NodeKind = Literal[
    "site", "account", "server", "cluster", "part", "data", "backup", "service", "endpoint"
]


class Node(NamedTuple):
    """One thing that can die or break: `server upe`, `service social`."""

    kind: NodeKind
    id: str


class Need(NamedTuple):
    """`user` cannot do without `needed`; not certain where something else may stand in."""

    needed: Node
    user: Node
    certain: bool = True


@dataclass(frozen=True)
class Broken:
    """Something that breaks, with what makes it break at once."""

    node: Node
    because: Node
    certain: bool
    """Whether every step on the way is; a cluster may survive the loss of one node."""


@dataclass(frozen=True)
class Dependencies:
    """Who cannot do without whom."""

    users: Mapping[Node, tuple[Need, ...]] = field(default_factory=dict)

    def what_breaks(self, kind: NodeKind, name: str) -> tuple[Broken, ...]:
        """Return everything that breaks when this dies, nearest first; it itself is left out.

        What needs itself in a circle is named once.
        """
        start = Node(kind, name)
        found: dict[Node, Broken] = {}
        for only_certain in (True, False):
            reached = deque([start, *found]) if not only_certain else deque([start])
            while reached:
                node = reached.popleft()
                for need in self.users.get(node, ()):
                    fits = need.certain or not only_certain
                    if fits and need.user != start and need.user not in found:
                        found[need.user] = Broken(need.user, node, only_certain)
                        reached.append(need.user)
        return tuple(found.values())

    def broken(self, of: NodeKind, kind: NodeKind, name: str) -> tuple[Broken, ...]:
        """Return only what breaks of one kind: the services that a server takes along."""
        return tuple(one for one in self.what_breaks(kind, name) if one.node.kind == of)


def dependencies(joined: Joined) -> Dependencies:
    """Return who cannot do without whom, as far as it is declared or follows from identities."""
    users: dict[Node, list[Need]] = {}
    for need in sorted(set(_needs(joined))):
        users.setdefault(need.needed, []).append(need)
    return Dependencies({node: tuple(needs) for node, needs in users.items()})


def _needs(joined: Joined) -> Iterator[Need]:
    yield from _of_servers(joined.fleet)
    for name in joined.fleet.services:
        yield from _of_service(joined, name)
    for url, endpoint in joined.endpoints.endpoints.items():
        if endpoint.service:
            yield Need(Node("service", endpoint.service), Node("endpoint", url))


def _of_servers(fleet: FleetFile) -> Iterator[Need]:
    for name, server in fleet.servers.items():
        node = Node("server", name)
        if server.site:
            yield Need(Node("site", server.site), node)
        if server.account:
            yield Need(Node("account", server.account), node)
        if server.node_of:
            yield Need(node, Node("cluster", server.node_of.cluster), certain=False)


def _of_service(joined: Joined, name: str) -> Iterator[Need]:
    service, node = joined.fleet.services[name], Node("service", name)
    for needed in service.depends_on:
        yield Need(Node("service", needed), node)
    for identity in service.parts:
        part = Node("part", identity)
        yield Need(part, node)
        yield from _below(joined, identity, part)
    for key, data in service.data.items():
        held = Node("data", f"{name}/{key}")
        yield Need(held, node)
        at = place_of(joined, name, data.at)
        if at.kind and at.name:
            yield Need(Node("server" if at.kind == "server" else "cluster", at.name), held)
        if data.backup:
            yield from _below(joined, data.backup, Node("backup", data.backup))


def _below(joined: Joined, identity: str, node: Node) -> Iterator[Need]:
    """Yield what an identity stands on: the server or cluster that its first piece names."""
    place = identity.partition("/")[0]
    match joined.kind_of(place):
        case "server":
            yield Need(Node("server", place), node)
        case "cluster":
            yield Need(Node("cluster", place), node)
        case _:
            return
