"""How much each namespace of a cluster may use."""

from collections.abc import Iterable

from heirbook.collectors.objects.foreign_object import Tree, object_fields
from heirbook.collectors.objects.items import Parsed
from heirbook.collectors.objects.labelled_objects import quantities
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster import Quota, Quotas

RESOURCE = Resource(
    title=N_("Quotas"),
    kinds=("resourcequotas.v1.",),
    role=(("", "resourcequotas"),),
)


def parse(items: Iterable[Item]) -> Quotas:
    """Return the quotas.

    Sample: `{"metadata": {"name": "q"}, "spec": {"hard": {"pods": "10"}}}`

    Source: Kubernetes API, `v1` `ResourceQuota`; recorded from server 1.36.2.
    """
    found = Parsed(items, _quota)
    return found.whole(Quotas(quotas=found.records))


def _quota(item: Tree) -> Quota | None:
    fields = object_fields(item)
    if fields is None:
        return None
    used = (f"{one.resource} {one.amount}" for one in quantities(item, "status", "used"))
    return Quota(
        **fields,
        hard=quantities(item, "spec", "hard"),
        scopes=item.texts("spec", "scopes"),
        used=", ".join(used) or None,
    )
