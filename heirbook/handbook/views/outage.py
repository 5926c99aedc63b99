"""What goes down together and in which order it comes back: the words for "if this one dies"."""

from dataclasses import dataclass

from heirbook.handbook.views.cut import Cut, cut
from heirbook.inventory.declared import FleetFile
from heirbook.inventory.relations.dependencies import Broken, Dependencies, NodeKind
from heirbook.inventory.relations.recovery import recovery_order

MOST_SERVICES = 40


@dataclass(frozen=True)
class Outage:
    """What the death of one thing takes along."""

    services: Cut[Broken]
    order: Cut[str]
    """Services as they come back."""
    cycles: tuple[tuple[str, ...], ...]
    data: Cut[str]
    """Data sets that lie there."""
    backups: Cut[str]
    """Backup jobs that run there."""
    clusters: tuple[str, ...]
    """Clusters that lose a node."""
    addresses: Cut[str]


def outage(fleet: FleetFile, needs: Dependencies, kind: NodeKind, name: str) -> Outage:
    """Return what breaks with a server or service, and the order of recovery."""
    broken = needs.what_breaks(kind, name)

    def ids(wanted: NodeKind) -> tuple[str, ...]:
        return tuple(sorted(one.node.id for one in broken if one.node.kind == wanted))

    own = (name,) if kind == "service" else ()
    order = recovery_order(fleet, (*own, *ids("service")))
    return Outage(
        cut((one for one in broken if one.node.kind == "service"), MOST_SERVICES),
        cut(order.services, MOST_SERVICES),
        order.cycles,
        cut(ids("data"), MOST_SERVICES),
        cut(ids("backup"), MOST_SERVICES),
        ids("cluster"),
        cut(ids("endpoint"), MOST_SERVICES),
    )
