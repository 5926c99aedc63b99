"""Network policies of a cluster."""

from collections.abc import Iterable

from heirbook.collectors.objects.foreign_object import Tree, object_fields
from heirbook.collectors.objects.items import Parsed
from heirbook.collectors.objects.selectors import label_texts
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster_network import NetworkPolicies, NetworkPolicy

RESOURCE = Resource(
    title=N_("Network policies"),
    kinds=("networkpolicies.networking.k8s.io",),
    role=(("networking.k8s.io", "networkpolicies"),),
)


def parse(items: Iterable[Item]) -> NetworkPolicies:
    """Return the policies: for which pods, in which directions.

    Sample: `{"spec": {"podSelector": {}, "policyTypes": ["Ingress"]}}`

    Source: Kubernetes API, `networking.k8s.io/v1` `NetworkPolicy`; recorded from server 1.36.2.
    """
    found = Parsed(items, _policy)
    return found.whole(NetworkPolicies(policies=found.records))


def _policy(item: Tree) -> NetworkPolicy | None:
    fields = object_fields(item)
    if fields is None:
        return None
    spec = item.at("spec")
    pods = label_texts(spec, "podSelector", "matchLabels")
    by_expression = any(spec.each("podSelector", "matchExpressions"))
    return NetworkPolicy(
        **fields,
        pods=pods,
        every_pod=spec.at("podSelector").value == {},
        by_expression=by_expression,
        directions=tuple(sorted(set(spec.texts("policyTypes")))),
        ingress_rules=len(tuple(spec.each("ingress"))),
        egress_rules=len(tuple(spec.each("egress"))),
    )
