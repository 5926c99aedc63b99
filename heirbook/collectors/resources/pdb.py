"""How many pods of a workload may be taken away at once."""

from collections.abc import Iterable

from heirbook.collectors.objects.foreign_object import Tree, object_fields
from heirbook.collectors.objects.items import Parsed
from heirbook.collectors.objects.labelled_objects import selector
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.disruption import DisruptionBudget, DisruptionBudgets

RESOURCE = Resource(
    title=N_("Disruption budgets"),
    kinds=("poddisruptionbudgets.policy",),
    role=(("policy", "poddisruptionbudgets"),),
)


def parse(items: Iterable[Item]) -> DisruptionBudgets:
    """Return the budgets.

    Sample: `{"spec": {"minAvailable": 2}, "status": {"disruptionsAllowed": 0}}`

    Source: Kubernetes API, `policy/v1` `PodDisruptionBudget`; recorded from server 1.36.2.
    """
    found = Parsed(items, _budget)
    return found.whole(DisruptionBudgets(budgets=found.records))


def _budget(item: Tree) -> DisruptionBudget | None:
    fields = object_fields(item)
    if fields is None:
        return None
    spec, status = item.at("spec"), item.at("status")
    return DisruptionBudget(
        **fields,
        selector=selector(spec, "selector") if spec.has("selector") else None,
        min_available=spec.words("minAvailable"),
        max_unavailable=spec.words("maxUnavailable"),
        allowed=status.number("disruptionsAllowed"),
        healthy=status.number("currentHealthy"),
        desired=status.number("desiredHealthy"),
        expected=status.number("expectedPods"),
    )
