"""For which platform an image of a cluster was built: only the server behind a node knows."""

from collections.abc import Mapping
from dataclasses import dataclass

from heirbook.inventory.container import Images
from heirbook.inventory.declared import DeclaredServer
from heirbook.inventory.kubernetes.pod import RunningImage
from heirbook.inventory.node_images import NodeImages
from heirbook.inventory.snapshot import Source

_NO_ARCHITECTURE = frozenset({"", "unknown"})


@dataclass(frozen=True)
class Platform:
    """System and architecture that an image was built for: `linux`, `arm64`."""

    os: str | None
    architecture: str


def server_of_node(servers: Mapping[str, DeclaredServer], cluster: str, node: str) -> str | None:
    """Return the name of the server behind a node: the declared one, else the one of equal name.

    A server that is declared to be another node is not taken for this one.
    """
    for name, server in sorted(servers.items()):
        place = server.node_of
        if place and place.cluster == cluster and (place.node or name) == node:
            return name
    same = servers.get(node)
    return node if same and same.node_of is None else None


def image_platform(server: Source | None, image: RunningImage) -> Platform | None:
    """Return what a running image was built for, by id or digest in the server's own list."""
    if server is None or image.digest is None:
        return None
    stores = (server.facts(NodeImages), server.facts(Images))
    for one in (one for store in stores if store for one in store.images):
        digests = {digest.partition("@")[2] for digest in one.digests}
        if image.digest in digests | {one.id} and one.architecture not in _NO_ARCHITECTURE:
            return Platform(one.os, one.architecture) if one.architecture else None
    return None
