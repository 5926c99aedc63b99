"""Limits that hold for each container, pod or claim of a namespace."""

from collections.abc import Iterable

from heirbook.collectors.objects.foreign_object import Tree, object_fields
from heirbook.collectors.objects.items import Parsed
from heirbook.collectors.objects.labelled_objects import quantities
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster import Limit, LimitRange, LimitRanges

RESOURCE = Resource(
    title=N_("Limits of namespaces"),
    kinds=("limitranges.v1.",),
    role=(("", "limitranges"),),
)


def parse(items: Iterable[Item]) -> LimitRanges:
    """Return the limits.

    Sample: `{"spec": {"limits": [{"type": "Container", "default": {"memory": "512Mi"}}]}}`

    Source: Kubernetes API, `v1` `LimitRange`.
    """
    found = Parsed(items, _limit_range)
    return found.whole(LimitRanges(limit_ranges=found.records))


def _limit_range(item: Tree) -> LimitRange | None:
    fields = object_fields(item)
    if fields is None:
        return None
    limits = (_limit(one) for one in item.each("spec", "limits"))
    return LimitRange(**fields, limits=tuple(limit for limit in limits if limit))


def _limit(item: Tree) -> Limit | None:
    kind = item.text("type")
    if kind is None:
        return None
    return Limit(
        type=kind,
        most=quantities(item, "max"),
        least=quantities(item, "min"),
        default_limits=quantities(item, "default"),
        default_requests=quantities(item, "defaultRequest"),
    )
