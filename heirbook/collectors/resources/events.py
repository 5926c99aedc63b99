"""Warnings that happened in a cluster, grouped; their messages are not kept."""

from collections.abc import Iterable

from heirbook.collectors.objects.event_groups import event_group, grouped
from heirbook.collectors.objects.foreign_object import Tree
from heirbook.collectors.resource import Item, Resource
from heirbook.collectors.section import ParseError
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster_event import ClusterEvents, EventGroup

RESOURCE = Resource(
    title=N_("Events"),
    kinds=("events.v1.",),
    role=(("", "events"),),
    order=60,
)


def parse(items: Iterable[Item]) -> ClusterEvents:
    """Return the warnings in groups; what is no warning is passed over.

    Sample: `{"type": "Warning", "reason": "BackOff", "involvedObject": {"kind": "Pod"}}`

    Source: Kubernetes API, `v1` `Event`; recorded from server 1.36.2.
    """
    events: list[EventGroup] = []
    refused = None
    for number, item in enumerate(map(Tree, items), 1):
        if item.text("type") == "Normal":
            continue
        event = event_group(item)
        if event is None or item.text("type") is None:
            refused = refused or number
        else:
            events.append(event)
    facts = ClusterEvents(events=grouped(events))
    if refused:
        raise ParseError(refused, facts)
    return facts
