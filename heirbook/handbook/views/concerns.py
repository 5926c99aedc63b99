"""Which servers a word of the glossary is about."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.terms import Concerns
from heirbook.handbook.views.cluster_names import cluster_path
from heirbook.inventory.backup import Backups
from heirbook.inventory.certificate import Certificates
from heirbook.inventory.container import Containers
from heirbook.inventory.proxy import Proxies
from heirbook.inventory.service import Units
from heirbook.inventory.snapshot import Source
from heirbook.inventory.tunnel import Tunnels

_SEEN: dict[Concerns, Callable[[Source], bool]] = {
    "systemd": lambda s: bool((s.facts(Units) or Units()).units),
    "containers": lambda s: bool((s.facts(Containers) or Containers()).containers),
    "certificates": lambda s: bool((s.facts(Certificates) or Certificates()).certificates),
    "backups": lambda s: bool((s.facts(Backups) or Backups()).jobs),
    "tunnels": lambda s: bool((s.facts(Tunnels) or Tunnels()).tunnels),
    "proxies": lambda s: bool((s.facts(Proxies) or Proxies()).virtual_hosts),
}


def concerned_servers(book_input: BookInput, concerns: Concerns) -> Iterator[str]:
    """Yield the declared servers that have such a thing; none where it is about all of them."""
    fleet = book_input.fleet
    for name in sorted(fleet.servers):
        source = book_input.snapshot.server(name)
        seen = _SEEN.get(concerns)
        is_node = concerns == "clusters" and fleet.servers[name].node_of is not None
        if is_node or (seen is not None and source is not None and seen(source)):
            yield name


@dataclass(frozen=True)
class ClusterLink:
    """A cluster with the path of its page."""

    name: str

    @property
    def path(self) -> str:
        """Return the path of its page."""
        return cluster_path(self.name)


def concerned_clusters(book_input: BookInput, concerns: Concerns) -> tuple[ClusterLink, ...]:
    """Return the declared clusters, for a word that is about clusters."""
    names = sorted(book_input.fleet.clusters) if concerns == "clusters" else ()
    return tuple(ClusterLink(name) for name in names)
