"""Workloads whose number of pods follows their load."""

from collections.abc import Iterable, Iterator

from heirbook.collectors.objects.foreign_object import Tree, object_fields
from heirbook.collectors.objects.items import Parsed
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.disruption import PodAutoscaler, PodAutoscalers

RESOURCE = Resource(
    title=N_("Autoscalers"),
    kinds=("horizontalpodautoscalers.autoscaling",),
    role=(("autoscaling", "horizontalpodautoscalers"),),
)
METRICS = (
    ("resource", ("name",)),
    ("containerResource", ("name",)),
    ("pods", ("metric", "name")),
    ("object", ("metric", "name")),
    ("external", ("metric", "name")),
)


def parse(items: Iterable[Item]) -> PodAutoscalers:
    """Return the autoscalers.

    Sample: `{"spec": {"minReplicas": 2, "maxReplicas": 4, "scaleTargetRef": {"name": "web"}}}`

    Source: Kubernetes API, `autoscaling/v2`; recorded from server 1.36.2.
    """
    found = Parsed(items, _autoscaler)
    return found.whole(PodAutoscalers(autoscalers=found.records))


def _autoscaler(item: Tree) -> PodAutoscaler | None:
    fields = object_fields(item)
    if fields is None:
        return None
    spec, target = item.at("spec"), item.at("spec", "scaleTargetRef")
    kind, name = target.text("kind"), target.text("name")
    return PodAutoscaler(
        **fields,
        target=f"{fields['namespace']}/{kind.lower()}/{name}" if kind and name else None,
        least=spec.number("minReplicas"),
        most=spec.number("maxReplicas"),
        metrics=tuple(_metrics(spec)),
        current=item.number("status", "currentReplicas"),
    )


def _metrics(spec: Tree) -> Iterator[str]:
    for one in spec.each("metrics"):
        for kind, path in METRICS:
            if name := one.text(kind, *path):
                yield f"{kind} {name}"
