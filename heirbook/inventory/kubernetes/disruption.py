"""How many pods of a workload there must be, and may be."""

from typing import Annotated, ClassVar

from heirbook.inventory.kubernetes.cluster_object import ClusterObject
from heirbook.inventory.kubernetes.label_selector import LabelSelector
from heirbook.inventory.record import VOLATILE, Facts


class DisruptionBudget(ClusterObject):
    """A PodDisruptionBudget: how many pods may be taken away at once."""

    selector: LabelSelector | None = None
    """None selects nothing, an empty one every pod of the namespace."""
    min_available: str | None = None
    """Number or per cent."""
    max_unavailable: str | None = None
    allowed: int | None = None
    """Disruptions allowed now; 0: a node with these pods cannot be drained."""
    healthy: int | None = None
    desired: int | None = None
    expected: int | None = None


class DisruptionBudgets(Facts):
    """Disruption budgets of a cluster."""

    section: ClassVar[str] = "pdb"
    budgets: tuple[DisruptionBudget, ...] = ()


class PodAutoscaler(ClusterObject):
    """A HorizontalPodAutoscaler."""

    target: str | None = None
    """`namespace/kind/name`."""
    least: int | None = None
    most: int | None = None
    metrics: tuple[str, ...] = ()
    """What it looks at: `Resource cpu`."""
    current: Annotated[int | None, VOLATILE] = None


class PodAutoscalers(Facts):
    """Autoscalers of a cluster."""

    section: ClassVar[str] = "hpa"
    autoscalers: tuple[PodAutoscaler, ...] = ()
