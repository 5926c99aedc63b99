"""Deployments of a cluster."""

from collections.abc import Iterable

from heirbook.collectors.objects.foreign_object import Tree
from heirbook.collectors.objects.items import Parsed
from heirbook.collectors.objects.workload_objects import (
    REVISION,
    Details,
    rollout,
    seen_count,
    workload_reader,
)
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.workload import Deployments

RESOURCE = Resource(
    title=N_("Deployments"),
    kinds=("deployments.apps",),
    role=(("apps", "deployments"),),
    order=10,
)


def parse(items: Iterable[Item]) -> Deployments:
    """Return the deployments.

    Sample: `{"metadata": {"name": "web", "namespace": "shop"}, "spec": {"replicas": 2}}`

    Source: Kubernetes API, `apps/v1` `Deployment`; recorded from server 1.36.2.
    """
    found = Parsed(items, workload_reader("Deployment", _details))
    return found.whole(Deployments(workloads=found.records))


def _details(item: Tree) -> Details:
    spec, status = item.at("spec"), item.at("status")
    return Details(
        replicas=spec.number("replicas"),
        ready=seen_count(status, "readyReplicas"),
        updated=seen_count(status, "updatedReplicas"),
        available=seen_count(status, "availableReplicas"),
        rollout=rollout(item, "strategy"),
        paused=spec.flag("paused") is True,
        deadline_s=spec.number("progressDeadlineSeconds"),
        revision=item.text("metadata", "annotations", REVISION),
    )
