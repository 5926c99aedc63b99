"""Classes of ingresses, and their controllers."""

from collections.abc import Iterable

from heirbook.collectors.objects.foreign_object import Tree, object_fields
from heirbook.collectors.objects.items import Parsed
from heirbook.collectors.objects.selectors import has_annotation
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster_route import IngressClass, IngressClasses

RESOURCE = Resource(
    title=N_("Classes of ingresses"),
    kinds=("ingressclasses.networking.k8s.io",),
    role=(("networking.k8s.io", "ingressclasses"),),
    namespaced=False,
)
DEFAULT = "ingressclass.kubernetes.io/is-default-class"


def parse(items: Iterable[Item]) -> IngressClasses:
    """Return the classes.

    Sample: `{"metadata": {"name": "nginx"}, "spec": {"controller": "k8s.io/ingress-nginx"}}`

    Source: Kubernetes API, `networking.k8s.io/v1` `IngressClass`; recorded from server 1.36.2.
    """
    found = Parsed(items, _class)
    return found.whole(IngressClasses(classes=found.records))


def _class(item: Tree) -> IngressClass | None:
    fields = object_fields(item)
    if fields is None:
        return None
    return IngressClass(
        **fields,
        controller=item.text("spec", "controller"),
        default=has_annotation(item, DEFAULT),
    )
