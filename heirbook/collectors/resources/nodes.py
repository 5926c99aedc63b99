"""Nodes of a cluster as its API tells of them."""

from collections.abc import Iterable

from heirbook.collectors.objects.conditions import reason_word
from heirbook.collectors.objects.foreign_object import Tree
from heirbook.collectors.objects.items import Parsed
from heirbook.collectors.objects.labelled_objects import labelled_fields, quantities
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster_node import (
    ClusterNode,
    ClusterNodes,
    NodeAddress,
    NodeCondition,
    ReportedImage,
    Taint,
)

RESOURCE = Resource(
    title=N_("Nodes"),
    kinds=("nodes.v1.",),
    role=(("", "nodes"),),
    namespaced=False,
    order=6,
)
ROLE = "node-role.kubernetes.io/"
NO_NAME = "<none>"
"""What a kubelet with docker names images whose tag has moved away."""


def parse(items: Iterable[Item]) -> ClusterNodes:
    """Return the nodes.

    Sample: `{"metadata": {"name": "n1"}, "status": {"nodeInfo": {"architecture": "arm64"}}}`

    Source: Kubernetes API, `v1` `Node`; recorded from server 1.36.2.
    """
    found = Parsed(items, _node)
    return found.whole(ClusterNodes(nodes=found.records))


def _node(item: Tree) -> ClusterNode | None:
    fields = labelled_fields(item)
    if fields is None:
        return None
    spec, status, told = item.at("spec"), item.at("status"), item.at("status", "nodeInfo")
    images = tuple(_image(one) for one in status.each("images"))
    return ClusterNode(
        **fields,
        roles=_roles(item),
        architecture=told.text("architecture"),
        operating_system=told.text("operatingSystem"),
        os_image=told.text("osImage"),
        kernel=told.text("kernelVersion"),
        kubelet=told.text("kubeletVersion"),
        runtime=told.text("containerRuntimeVersion"),
        unschedulable=spec.flag("unschedulable") is True,
        taints=tuple(taint for one in spec.each("taints") if (taint := _taint(one))),
        pod_networks=spec.texts("podCIDRs") or tuple(filter(None, (spec.text("podCIDR"),))),
        conditions=tuple(said for one in status.each("conditions") if (said := _condition(one))),
        addresses=tuple(at for one in status.each("addresses") if (at := _address(one))),
        capacity=quantities(status, "capacity"),
        allocatable=quantities(status, "allocatable"),
        images=images,
        images_reported=len(images) if status.has("images") else None,
    )


def _roles(item: Tree) -> tuple[str, ...]:
    names = item.names("metadata", "labels")
    return tuple(name.removeprefix(ROLE) for name in names if name.startswith(ROLE))


def _taint(item: Tree) -> Taint | None:
    name = item.text("key")
    if name is None:
        return None
    return Taint(name=name, value=item.text("value"), effect=item.text("effect"))


def _condition(item: Tree) -> NodeCondition | None:
    kind = item.text("type")
    if kind is None:
        return None
    return NodeCondition(
        type=kind,
        status=item.text("status"),
        reason=reason_word(item.text("reason")),
        since=item.moment("lastTransitionTime"),
    )


def _address(item: Tree) -> NodeAddress | None:
    kind, address = item.text("type"), item.text("address")
    return NodeAddress(type=kind, address=address) if kind and address else None


def _image(item: Tree) -> ReportedImage:
    names = [name for name in item.texts("names") if NO_NAME not in name]
    return ReportedImage(
        tags=tuple(sorted(name for name in names if "@" not in name)),
        digests=tuple(sorted(name for name in names if "@sha256:" in name)),
        size_bytes=item.number("sizeBytes"),
    )
