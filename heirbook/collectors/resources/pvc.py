"""Claims: the storage that workloads asked for."""

from collections.abc import Iterable

from heirbook.collectors.objects.foreign_object import Tree, object_fields
from heirbook.collectors.objects.items import Parsed
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster_storage import Claim, Claims

RESOURCE = Resource(
    title=N_("Claims of storage"),
    kinds=("persistentvolumeclaims.v1.",),
    role=(("", "persistentvolumeclaims"),),
    order=30,
)


def parse(items: Iterable[Item]) -> Claims:
    """Return the claims.

    Sample: `{"spec": {"volumeName": "pv-1"}, "status": {"phase": "Bound"}}`

    Source: Kubernetes API, `v1` `PersistentVolumeClaim`; recorded from server 1.36.2.
    """
    found = Parsed(items, _claim)
    return found.whole(Claims(claims=found.records))


def _claim(item: Tree) -> Claim | None:
    fields = object_fields(item)
    if fields is None:
        return None
    spec, status = item.at("spec"), item.at("status")
    # an empty text is an answer of its own: no class at all
    asked = spec.at("storageClassName").value
    return Claim(
        **fields,
        storage_class="" if asked == "" else spec.text("storageClassName"),
        wanted=spec.words("resources", "requests", "storage"),
        size=status.words("capacity", "storage"),
        modes=status.texts("accessModes") or spec.texts("accessModes"),
        volume=spec.text("volumeName"),
        volume_mode=spec.text("volumeMode"),
        phase=status.text("phase"),
    )
