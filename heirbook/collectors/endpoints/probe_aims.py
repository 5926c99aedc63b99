"""What probes aim at: declared endpoints with their own intervals, and names of ours elsewhere."""

import re
from collections.abc import Iterable, Iterator

from heirbook.collectors.endpoints.probe import Aims, Target
from heirbook.collectors.endpoints.reach import Place, place_of
from heirbook.inventory.certificate import Certificate
from heirbook.inventory.container import Container
from heirbook.inventory.endpoint import TlsTarget
from heirbook.inventory.endpoints_settings import DeclaredEndpoint
from heirbook.inventory.image_reference import normalised
from heirbook.inventory.kubernetes.cluster_route import ClusterRoute
from heirbook.inventory.names import sameness
from heirbook.inventory.proxy import VirtualHost
from heirbook.inventory.record import Observed, observed_lists
from heirbook.inventory.snapshot import Snapshot
from heirbook.inventory.tunnel import Tunnel

MOST_FOUND = 500
"""Names found elsewhere; a server could list any number of them."""


_DOMAIN = re.compile(
    r"(?=.{1,253}\Z)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?)(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?)+"
)


def endpoints(aims: Aims) -> Iterator[tuple[str, DeclaredEndpoint]]:
    """Yield the declared endpoints by URL."""
    yield from sorted(aims.declared.endpoints.endpoints.items())


def target_of(aims: Aims, url: str, identity: str) -> Target:
    """Return a target of a declared URL, with the interval and time limit declared for it."""
    file = aims.declared.endpoints
    declared = file.endpoints[url]
    return Target(
        id=identity,
        every=declared.every or file.defaults.every,
        timeout=declared.timeout or file.defaults.timeout,
        url=url,
    )


def plain_target(aims: Aims, identity: str, way: str = "") -> Target:
    """Return a target that no URL stands for, with the defaults."""
    defaults = aims.declared.endpoints.defaults
    return Target(id=identity, every=defaults.every, timeout=defaults.timeout, way=way)


def soonest(targets: Iterable[Target]) -> tuple[Target, ...]:
    """Return each target once, with the shortest interval and the longest limit of its doubles."""
    found: dict[str, Target] = {}
    for one in targets:
        known = found.get(one.id, one)
        found[one.id] = Target(
            id=one.id,
            every=min(one.every, known.every),
            timeout=max(one.timeout, known.timeout),
            url=known.url,
            way=known.way,
            key=known.key,
        )
    return tuple(found[name] for name in sorted(found))


def with_fact(aims: Aims, probe: str) -> tuple[Target, ...]:
    """Return the endpoints that name the probe under `facts:`."""
    return tuple(target_of(aims, url, url) for url, one in endpoints(aims) if probe in one.facts)


def places(aims: Aims, scheme: str = "") -> Iterator[tuple[str, Place]]:
    """Yield where declared URLs are served, those of one scheme or all."""
    for url, _ in endpoints(aims):
        place = place_of(url)
        if place and url.startswith(scheme):
            yield url, place


def found_names(aims: Aims) -> tuple[str, ...]:
    """Return names of routes, proxies, tunnels and certificates below our own domains, at most 500.

    Only these: a captured server must not aim us at names of its choice.
    """
    networks = aims.declared.fleet.networks
    zones = tuple(f".{zone}" for zone in (*networks.domains, *networks.internal_zones))
    if not zones:
        return ()
    names = {sameness(name) for one in _objects(aims.seen) for name in _names_of(one)}
    ours = sorted(name for name in names if _DOMAIN.fullmatch(name) and f".{name}".endswith(zones))
    return tuple(ours[:MOST_FOUND])


def _objects(seen: Snapshot) -> Iterator[Observed]:
    for source in seen.sources.values():
        for state in source.sections.values():
            for _, objects in observed_lists(state.facts) if state.facts else ():
                yield from objects


def _names_of(one: Observed) -> tuple[str, ...]:
    match one:
        case Certificate() | VirtualHost() | TlsTarget():
            return one.names
        case Tunnel() | ClusterRoute():
            return one.hosts
        case _:
            return ()


def references(aims: Aims) -> tuple[str, ...]:
    """Return the image references that containers were started with, written out, without digests.

    One that names a digest cannot move, so there is nothing to ask.
    """
    found = {
        normalised(one.reference)
        for one in _objects(aims.seen)
        if isinstance(one, Container) and one.reference and "@" not in one.reference
    }
    return tuple(sorted(found))
