"""Classes of storage."""

from collections.abc import Iterable

from heirbook.collectors.objects.foreign_object import Tree, object_fields
from heirbook.collectors.objects.items import Parsed
from heirbook.collectors.objects.selectors import has_annotation
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster_storage import StorageClass, StorageClasses

RESOURCE = Resource(
    title=N_("Classes of storage"),
    kinds=("storageclasses.storage.k8s.io",),
    role=(("storage.k8s.io", "storageclasses"),),
    namespaced=False,
)
DEFAULTS = (
    "storageclass.kubernetes.io/is-default-class",
    "storageclass.beta.kubernetes.io/is-default-class",
)


def parse(items: Iterable[Item]) -> StorageClasses:
    """Return the classes; their parameters may hold anything and are dropped.

    Sample: `{"provisioner": "rancher.io/local-path", "reclaimPolicy": "Delete"}`

    Source: Kubernetes API, `storage.k8s.io/v1` `StorageClass`; recorded from server 1.36.2.
    """
    found = Parsed(items, _class)
    return found.whole(StorageClasses(classes=found.records))


def _class(item: Tree) -> StorageClass | None:
    fields = object_fields(item)
    if fields is None:
        return None
    return StorageClass(
        **fields,
        provisioner=item.text("provisioner"),
        reclaim_policy=item.text("reclaimPolicy"),
        binding_mode=item.text("volumeBindingMode"),
        expandable=item.flag("allowVolumeExpansion") is True,
        default=any(has_annotation(item, name) for name in DEFAULTS),
        mount_options=tuple(option.partition("=")[0] for option in item.texts("mountOptions")),
    )
