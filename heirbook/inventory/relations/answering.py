"""Who answers at a target such as `127.0.0.1:8080`: containers by published port, else units."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from heirbook.inventory.container import Containers
from heirbook.inventory.network import Sockets
from heirbook.inventory.relations.joined import Joined
from heirbook.inventory.snapshot import Source

_LOOPBACK = re.compile(r"localhost|127\.[0-9.]+|::1|0\.0\.0\.0|::|\*|")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_ENGINES = frozenset({"docker.service", "podman.service", "containerd.service"})


def parts_at(joined: Joined, server: str, targets: Iterable[str]) -> tuple[str, ...]:
    """Return the identities that answer at these targets, seen from a server; none if unproven.

    A target on another address belongs to the declared server that has this address.
    """
    found: set[str] = set()
    for target in targets:
        place = _host_and_port(target)
        if place is not None:
            host, port = place
            there = server if _LOOPBACK.fullmatch(host) else joined.server_at.get(host)
            source = joined.snapshot.server(there) if there else None
            found.update(_listening(source, port) if source else ())
    return tuple(sorted(found))


def _host_and_port(target: str) -> tuple[str, int] | None:
    """Return the host and port of `http://127.0.0.1:8080/x` or `127.0.0.1:8080`."""
    try:
        parts = urlsplit(target if "://" in target else f"//{target}")
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    return (parts.hostname or "", port) if port else None


def _listening(source: Source, port: int) -> Iterator[str]:
    containers = source.facts(Containers)
    published = [
        one
        for one in (containers.containers if containers else ())
        if any(each.port == port for each in one.ports)
    ]
    if published:
        yield from (f"{source.name}/{one.identity()}" for one in published)
        return
    sockets = source.facts(Sockets)
    for listener in sockets.listeners if sockets else ():
        if listener.port == port and listener.unit and listener.unit not in _ENGINES:
            yield f"{source.name}/unit/{listener.unit}"
