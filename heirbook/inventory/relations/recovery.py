"""In which order services come back: what others need first, then the more important."""

import heapq
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from heirbook.inventory.declared import FleetFile

_WEIGHTS = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True)
class RecoveryOrder:
    """Services in the order in which they come back, and the circles among them."""

    services: tuple[str, ...] = ()
    cycles: tuple[tuple[str, ...], ...] = ()
    """Services that need each other: there no order is right, and a person has to choose."""


def recovery_order(fleet: FleetFile, wanted: Collection[str] | None = None) -> RecoveryOrder:
    """Return the order for these services, all when None.

    A service comes after those it needs; among the possible ones the one that an important service
    waits for comes first. A circle comes as one, by importance and name within.
    """
    names = sorted(fleet.services if wanted is None else set(wanted) & set(fleet.services))
    needs = {name: _needs(fleet, name, names) for name in names}
    groups = _circles(needs)
    group_of = {name: place for place, group in enumerate(groups) for name in group}
    weight = _weights(fleet, groups, needs, group_of)
    order = _sorted_groups(groups, needs, group_of, weight)
    own = {name: (_WEIGHTS[fleet.services[name].criticality], name) for name in names}
    return RecoveryOrder(
        tuple(name for place in order for name in sorted(groups[place], key=own.__getitem__)),
        tuple(tuple(sorted(groups[place])) for place in order if len(groups[place]) > 1),
    )


def _needs(fleet: FleetFile, name: str, names: Collection[str]) -> tuple[str, ...]:
    known = set(names)
    return tuple(sorted(known.intersection(fleet.services[name].depends_on) - {name}))


def _weights(
    fleet: FleetFile,
    groups: tuple[tuple[str, ...], ...],
    needs: Mapping[str, tuple[str, ...]],
    group_of: Mapping[str, int],
) -> list[int]:
    """Return how urgent each group is: as urgent as the most important one that waits for it.

    Groups come in an order where what is needed stands first, so one walk back is enough.
    """
    weight = [min(_WEIGHTS[fleet.services[name].criticality] for name in g) for g in groups]
    for place in reversed(range(len(groups))):
        for name in groups[place]:
            for needed in needs[name]:
                other = group_of[needed]
                weight[other] = min(weight[other], weight[place])
    return weight


def _sorted_groups(
    groups: tuple[tuple[str, ...], ...],
    needs: Mapping[str, tuple[str, ...]],
    group_of: Mapping[str, int],
    weight: list[int],
) -> list[int]:
    waits: list[set[int]] = [set() for _ in groups]
    for place, group in enumerate(groups):
        waits[place] = {group_of[n] for name in group for n in needs[name]} - {place}
    followers: dict[int, list[int]] = {}
    for place, before in enumerate(waits):
        for one in before:
            followers.setdefault(one, []).append(place)
    ready = [(weight[p], groups[p], p) for p in range(len(groups)) if not waits[p]]
    heapq.heapify(ready)
    order: list[int] = []
    while ready:
        _, _, place = heapq.heappop(ready)
        order.append(place)
        for follower in followers.get(place, ()):
            waits[follower].discard(place)
            if not waits[follower]:
                heapq.heappush(ready, (weight[follower], groups[follower], follower))
    return order


class _Walk:
    """Tarjan's walk without recursion: groups of services that reach each other."""

    def __init__(self, needs: Mapping[str, Iterable[str]]) -> None:
        self.needs = needs
        self.number: dict[str, int] = {}
        self.low: dict[str, int] = {}
        self.stack: list[str] = []
        self.held: set[str] = set()
        self.groups: list[tuple[str, ...]] = []

    def run(self, start: str) -> None:
        ahead = [(start, iter(self.needs[start]))]
        self._enter(start)
        while ahead:
            name, rest = ahead[-1]
            step = next(rest, None)
            if step is None:
                ahead.pop()
                self._leave(name)
                if ahead:
                    above = ahead[-1][0]
                    self.low[above] = min(self.low[above], self.low[name])
            elif step not in self.number:
                self._enter(step)
                ahead.append((step, iter(self.needs[step])))
            elif step in self.held:
                self.low[name] = min(self.low[name], self.number[step])

    def _enter(self, name: str) -> None:
        self.number[name] = self.low[name] = len(self.number)
        self.stack.append(name)
        self.held.add(name)

    def _leave(self, name: str) -> None:
        if self.low[name] != self.number[name]:
            return
        group = [self.stack.pop()]
        while group[-1] != name:
            group.append(self.stack.pop())
        self.held.difference_update(group)
        self.groups.append(tuple(sorted(group)))


def _circles(needs: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Return the services in groups, needed ones first; a group of several is a circle."""
    walk = _Walk(needs)
    for name in needs:
        if name not in walk.number:
            walk.run(name)
    return tuple(walk.groups)
