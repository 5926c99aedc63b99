"""Groups of a cluster's API, and whether somebody answers for them."""

from collections.abc import Iterable

from heirbook.collectors.objects.conditions import condition
from heirbook.collectors.objects.foreign_object import Tree, object_fields
from heirbook.collectors.objects.items import Parsed
from heirbook.collectors.objects.selectors import full_name
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster_api import ApiService, ApiServices

RESOURCE = Resource(
    title=N_("API services"),
    kinds=("apiservices.apiregistration.k8s.io",),
    role=(("apiregistration.k8s.io", "apiservices"),),
    namespaced=False,
    order=4,
)


def parse(items: Iterable[Item]) -> ApiServices:
    """Return the groups.

    Sample: `{"metadata": {"name": "v1beta1.metrics.k8s.io"}, "spec": {"group": "metrics.k8s.io"}}`

    Source: Kubernetes API, `apiregistration.k8s.io/v1`; recorded from server 1.36.2.
    """
    found = Parsed(items, _service)
    return found.whole(ApiServices(services=found.records))


def _service(item: Tree) -> ApiService | None:
    fields = object_fields(item)
    if fields is None:
        return None
    behind = item.at("spec", "service")
    available, reason = condition(item, "Available")
    return ApiService(
        **fields,
        group=item.text("spec", "group") or "",
        version=item.text("spec", "version"),
        service=full_name(behind.text("namespace"), behind.text("name")),
        available=available,
        reason=reason,
    )
