"""MetalLB: the addresses it gives to services, and where it announces them."""

from collections.abc import Iterable

from heirbook.collectors.objects.foreign_object import Tree, object_fields
from heirbook.collectors.objects.items import Parsed, by_kind
from heirbook.collectors.objects.selectors import label_texts
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster_network import AddressPool, Layer2Advertisement, MetalLb
from heirbook.inventory.kubernetes.cluster_object import KeptLabel

RESOURCE = Resource(
    title=N_("Addresses of MetalLB"),
    kinds=("ipaddresspools.metallb.io", "l2advertisements.metallb.io"),
    role=(("metallb.io", "ipaddresspools"), ("metallb.io", "l2advertisements")),
    order=60,
    optional=True,
)


def parse(items: Iterable[Item]) -> MetalLb:
    """Return address pools and announcements.

    Sample: `{"kind": "IPAddressPool", "spec": {"addresses": ["192.0.2.10-192.0.2.20"]}}`

    Source: MetalLB API, `metallb.io/v1beta1`; recorded from a server with its CRDs.
    """
    readers = {"IPAddressPool": _pool, "L2Advertisement": _advertisement}
    found = Parsed(items, by_kind(readers))
    facts = MetalLb(pools=found.of(AddressPool), advertisements=found.of(Layer2Advertisement))
    return found.whole(facts)


def _pool(item: Tree) -> AddressPool | None:
    fields = object_fields(item)
    if fields is None:
        return None
    spec = item.at("spec")
    return AddressPool(
        **fields, addresses=spec.texts("addresses"), auto_assign=spec.flag("autoAssign")
    )


def _advertisement(item: Tree) -> Layer2Advertisement | None:
    fields = object_fields(item)
    if fields is None:
        return None
    spec = item.at("spec")
    labels: set[tuple[str, str]] = set()
    for selector in spec.each("nodeSelectors"):
        labels |= {(label.name, label.value) for label in label_texts(selector, "matchLabels")}
    return Layer2Advertisement(
        **fields,
        pools=spec.texts("ipAddressPools"),
        interfaces=spec.texts("interfaces"),
        node_labels=tuple(KeptLabel(name=name, value=value) for name, value in sorted(labels)),
    )
