"""DaemonSets of a cluster."""

from collections.abc import Iterable

from heirbook.collectors.objects.foreign_object import Tree
from heirbook.collectors.objects.items import Parsed
from heirbook.collectors.objects.workload_objects import (
    Details,
    rollout,
    seen_count,
    workload_reader,
)
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.workload import DaemonSets

RESOURCE = Resource(
    title=N_("DaemonSets"),
    kinds=("daemonsets.apps",),
    role=(("apps", "daemonsets"),),
    order=10,
)


def parse(items: Iterable[Item]) -> DaemonSets:
    """Return the DaemonSets.

    Sample: `{"metadata": {"name": "proxy"}, "status": {"desiredNumberScheduled": 3}}`

    Source: Kubernetes API, `apps/v1` `DaemonSet`; recorded from server 1.36.2.
    """
    found = Parsed(items, workload_reader("DaemonSet", _details))
    return found.whole(DaemonSets(workloads=found.records))


def _details(item: Tree) -> Details:
    status = item.at("status")
    return Details(
        replicas=status.number("desiredNumberScheduled"),
        ready=status.number("numberReady"),
        updated=seen_count(status, "updatedNumberScheduled"),
        available=seen_count(status, "numberAvailable"),
        rollout=rollout(item, "updateStrategy"),
    )
