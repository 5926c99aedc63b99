"""StatefulSets of a cluster."""

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
from heirbook.inventory.kubernetes.workload import ClaimTemplate, StatefulSets

RESOURCE = Resource(
    title=N_("StatefulSets"),
    kinds=("statefulsets.apps",),
    role=(("apps", "statefulsets"),),
    order=10,
)


def parse(items: Iterable[Item]) -> StatefulSets:
    """Return the StatefulSets.

    Sample: `{"metadata": {"name": "postgres"}, "spec": {"serviceName": "postgres"}}`

    Source: Kubernetes API, `apps/v1` `StatefulSet`; recorded from server 1.36.2.
    """
    found = Parsed(items, workload_reader("StatefulSet", _details))
    return found.whole(StatefulSets(workloads=found.records))


def _details(item: Tree) -> Details:
    spec, status = item.at("spec"), item.at("status")
    newest = status.text("updateRevision") or ""
    name = item.text("metadata", "name") or ""
    claims = (_claim(one) for one in spec.each("volumeClaimTemplates"))
    return Details(
        replicas=spec.number("replicas"),
        ready=seen_count(status, "readyReplicas"),
        updated=seen_count(status, "updatedReplicas"),
        available=seen_count(status, "availableReplicas"),
        rollout=rollout(item, "updateStrategy"),
        service=spec.text("serviceName"),
        claim_templates=tuple(claim for claim in claims if claim),
        template_hash=newest.removeprefix(f"{name}-") or None,
    )


def _claim(item: Tree) -> ClaimTemplate | None:
    name = item.text("metadata", "name")
    if name is None:
        return None
    return ClaimTemplate(
        name=name,
        storage_class=item.text("spec", "storageClassName"),
        wanted=item.words("spec", "resources", "requests", "storage"),
        modes=item.texts("spec", "accessModes"),
    )
