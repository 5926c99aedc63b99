"""Storage drivers of a cluster."""

from collections.abc import Iterable

from heirbook.collectors.objects.foreign_object import Tree, object_fields
from heirbook.collectors.objects.items import Parsed
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster_storage import CsiDriver, CsiDrivers

RESOURCE = Resource(
    title=N_("Storage drivers"),
    kinds=("csidrivers.storage.k8s.io",),
    role=(("storage.k8s.io", "csidrivers"),),
    namespaced=False,
)


def parse(items: Iterable[Item]) -> CsiDrivers:
    """Return the drivers.

    Sample: `{"metadata": {"name": "nfs.csi.k8s.io"}, "spec": {"attachRequired": false}}`

    Source: Kubernetes API, `storage.k8s.io/v1` `CSIDriver`.
    """
    found = Parsed(items, _driver)
    return found.whole(CsiDrivers(drivers=found.records))


def _driver(item: Tree) -> CsiDriver | None:
    fields = object_fields(item)
    if fields is None:
        return None
    return CsiDriver(
        **fields,
        attach_required=item.flag("spec", "attachRequired"),
        modes=tuple(sorted(set(item.texts("spec", "volumeLifecycleModes")))),
    )
