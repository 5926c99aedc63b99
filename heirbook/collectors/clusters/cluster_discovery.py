"""Which kinds a cluster has, and of which groups the server behind them is down."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from heirbook.collectors.objects.foreign_object import Tree
from heirbook.collectors.resource import Item

_NAME = re.compile(r"[a-z0-9]+(\.[a-z0-9]([a-z0-9.-]*[a-z0-9])?)?", re.ASCII)
_MOST_KINDS = 5000
APISERVICES = "apiservices.apiregistration.k8s.io"
NAMESPACES = "namespaces.v1."


@dataclass(frozen=True)
class Discovery:
    """What a server says that it has."""

    names: frozenset[str]
    """As `api-resources -o name` prints them: `pods`, `deployments.apps`."""
    dead_groups: frozenset[str] = frozenset()
    """Groups that nobody answers for now: a dead one vanishes from discovery without a word."""

    def has(self, kind: str) -> bool:
        """Return whether a unit's kind is there."""
        return plain_name(kind) in self.names

    def is_dead(self, kind: str) -> bool:
        """Return whether the group of a unit's kind does not answer."""
        return group_of(kind) in self.dead_groups


def plain_name(kind: str) -> str:
    """Return a unit's kind as discovery names it.

    Sample: `pods.v1.` is `pods`.
    """
    return kind.partition(".")[0] if kind.endswith(".") else kind


def group_of(kind: str) -> str:
    """Return the API group of a unit's kind; that of the core is empty."""
    return "" if kind.endswith(".") else kind.partition(".")[2]


def names(text: str) -> frozenset[str]:
    """Return the kinds of a list of names; what is none is passed over.

    Sample: `deployments.apps`.

    Source: kubectl 1.20 and 1.32, `kubectl api-resources --verbs=list -o name`.
    """
    lines = (line.strip() for line in text.splitlines()[:_MOST_KINDS])
    return frozenset(line for line in lines if _NAME.fullmatch(line))


def dead_groups(apiservices: Iterable[Item]) -> frozenset[str]:
    """Return the groups of which no version is available.

    Source: Kubernetes 1.36, `apiservices.apiregistration.k8s.io`.
    """
    alive, dead = set[str](), set[str]()
    for item in map(Tree, apiservices):
        group = item.text("spec", "group") or ""
        conditions = item.each("status", "conditions")
        states = [one.text("status") for one in conditions if one.text("type") == "Available"]
        (alive if states == ["True"] else dead).add(group)
    return frozenset(dead - alive)


def cluster_uid(namespaces: Iterable[Item]) -> str | None:
    """Return the UID of the namespace kube-system: another one is another cluster."""
    for item in map(Tree, namespaces):
        if item.text("metadata", "name") == "kube-system":
            return item.text("metadata", "uid")
    return None
