"""Namespaces of a cluster, and the UID that tells this cluster from another."""

from collections.abc import Iterable

from heirbook.collectors.clusters.cluster_discovery import cluster_uid
from heirbook.collectors.objects.foreign_object import Tree
from heirbook.collectors.objects.items import Parsed
from heirbook.collectors.objects.labelled_objects import labelled_fields
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster import Namespace, Namespaces
from heirbook.inventory.kubernetes.cluster_object import KeptLabel

RESOURCE = Resource(
    title=N_("Namespaces"),
    kinds=("namespaces.v1.",),
    role=(("", "namespaces"),),
    namespaced=False,
    order=5,
)
POD_SECURITY = "pod-security.kubernetes.io/"


def parse(items: Iterable[Item]) -> Namespaces:
    """Return the namespaces.

    Sample: `{"metadata": {"name": "shop"}, "status": {"phase": "Active"}}`

    Source: Kubernetes API, `v1` `Namespace`; recorded from server 1.36.2.
    """
    objects = tuple(items)
    found = Parsed(objects, _namespace)
    return found.whole(Namespaces(cluster_uid=cluster_uid(objects), namespaces=found.records))


def _namespace(item: Tree) -> Namespace | None:
    fields = labelled_fields(item)
    if fields is None:
        return None
    return Namespace(
        **fields,
        phase=item.text("status", "phase"),
        pod_security=tuple(
            KeptLabel(name=label.name.removeprefix(POD_SECURITY), value=label.value)
            for label in fields["labels"]
            if label.name.startswith(POD_SECURITY)
        ),
    )
