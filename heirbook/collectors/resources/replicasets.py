"""ReplicaSets of a cluster: the current and the previous template of each Deployment."""

from collections.abc import Iterable

from heirbook.collectors.objects.foreign_object import Tree
from heirbook.collectors.objects.items import Parsed
from heirbook.collectors.objects.labelled_objects import labelled_fields
from heirbook.collectors.objects.workload_objects import REVISION
from heirbook.collectors.readers.keyed_lines import whole_number
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.replica_set import ReplicaSet, ReplicaSets

RESOURCE = Resource(
    title=N_("ReplicaSets"),
    kinds=("replicasets.apps",),
    role=(("apps", "replicasets"),),
    order=12,
)
KEPT = 2
HASH = "pod-template-hash"


def parse(items: Iterable[Item]) -> ReplicaSets:
    """Return the two newest ReplicaSets of each Deployment, and those that belong to none.

    Sample: `{"metadata": {"name": "web-5c55", "labels": {"pod-template-hash": "5c55"}}}`

    Source: Kubernetes API, `apps/v1` `ReplicaSet`; recorded from server 1.36.2.
    """
    found = Parsed(items, _replica_set)
    return found.whole(ReplicaSets(replica_sets=_newest(found.records)))


def _newest(every: tuple[ReplicaSet, ...]) -> tuple[ReplicaSet, ...]:
    groups: dict[tuple[str, str], list[ReplicaSet]] = {}
    for one in every:
        groups.setdefault((one.namespace, one.owner or f"itself/{one.name}"), []).append(one)
    kept = {
        one.identity()
        for group in groups.values()
        for one in sorted(group, key=lambda one: one.revision or 0, reverse=True)[:KEPT]
    }
    return tuple(one for one in every if one.identity() in kept)


def _replica_set(item: Tree) -> ReplicaSet | None:
    fields = labelled_fields(item)
    if fields is None:
        return None
    spec = item.at("spec", "template", "spec")
    containers = (*spec.each("initContainers"), *spec.each("containers"))
    images = {image for one in containers if (image := one.image("image"))}
    return ReplicaSet(
        **fields,
        revision=whole_number(item.text("metadata", "annotations", REVISION)),
        template_hash=item.text("metadata", "labels", HASH),
        images=tuple(sorted(images)),
        replicas=item.number("spec", "replicas"),
    )
