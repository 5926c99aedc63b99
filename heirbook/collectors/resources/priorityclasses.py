"""Who stays on a node when there is not enough room."""

from collections.abc import Iterable

from heirbook.collectors.objects.foreign_object import Tree, object_fields
from heirbook.collectors.objects.items import Parsed
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster import PriorityClass, PriorityClasses

RESOURCE = Resource(
    title=N_("Priority classes"),
    kinds=("priorityclasses.scheduling.k8s.io",),
    role=(("scheduling.k8s.io", "priorityclasses"),),
    namespaced=False,
)


def parse(items: Iterable[Item]) -> PriorityClasses:
    """Return the classes.

    Sample: `{"metadata": {"name": "system-node-critical"}, "value": 2000001000}`

    Source: Kubernetes API, `scheduling.k8s.io/v1` `PriorityClass`; recorded from server 1.36.2.
    """
    found = Parsed(items, _priority_class)
    return found.whole(PriorityClasses(classes=found.records))


def _priority_class(item: Tree) -> PriorityClass | None:
    fields = object_fields(item)
    if fields is None:
        return None
    return PriorityClass(
        **fields,
        value=item.number("value"),
        default=item.flag("globalDefault") is True,
        preemption=item.text("preemptionPolicy"),
    )
