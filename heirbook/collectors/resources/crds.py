"""Kinds that were added to a cluster."""

from collections.abc import Iterable

from heirbook.collectors.objects.foreign_object import Tree, object_fields
from heirbook.collectors.objects.items import Parsed
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster_api import CustomKind, CustomKinds

RESOURCE = Resource(
    title=N_("Custom resource definitions"),
    kinds=("customresourcedefinitions.apiextensions.k8s.io",),
    role=(("apiextensions.k8s.io", "customresourcedefinitions"),),
    namespaced=False,
)


def parse(items: Iterable[Item]) -> CustomKinds:
    """Return the kinds.

    Sample: `{"spec": {"group": "metallb.io", "names": {"kind": "IPAddressPool"}}}`

    Source: Kubernetes API, `apiextensions.k8s.io/v1`; recorded from server 1.36.2.
    """
    found = Parsed(items, _kind)
    return found.whole(CustomKinds(kinds=found.records))


def _kind(item: Tree) -> CustomKind | None:
    fields = object_fields(item)
    if fields is None:
        return None
    versions = [(one.text("name"), one) for one in item.each("spec", "versions")]
    return CustomKind(
        **fields,
        group=item.text("spec", "group"),
        kind=item.text("spec", "names", "kind"),
        served_versions=tuple(name for name, one in versions if name and one.flag("served")),
        stored_version=next((name for name, one in versions if one.flag("storage")), None),
    )
