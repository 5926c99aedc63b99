"""The workloads of a namespace: what runs, from which content, and what protects it."""

from collections.abc import Iterable
from dataclasses import dataclass

from heirbook.handbook.views.cluster_parts import NamespaceParts
from heirbook.inventory.image_reference import normalised
from heirbook.inventory.kubernetes.disruption import DisruptionBudget
from heirbook.inventory.kubernetes.pod import Pod
from heirbook.inventory.kubernetes.workload import Workload
from heirbook.inventory.running_images import running_digests

SHORT_DIGEST = 19
"""`sha256:` and 12 digits, enough to tell one from another on a page."""
BY_THE_CLOCK = frozenset({"CronJob"})


@dataclass(frozen=True)
class ImageUse:
    """An image of a workload, and the contents that really run under it."""

    reference: str
    digests: tuple[str, ...]
    """Shortened; none: not known. More than one: the tag moved while it ran."""


@dataclass(frozen=True)
class ProbeUse:
    """What looks after a container: which of the three kinds of probes it has."""

    container: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class WorkloadRow:
    """A workload with what belongs to it."""

    workload: Workload
    images: tuple[ImageUse, ...]
    probes: tuple[ProbeUse, ...]
    budgets: tuple[DisruptionBudget, ...]
    nodes: tuple[str, ...]
    """Nodes its pods run on."""

    @property
    def name(self) -> str:
        """Return kind and name: `deployment/web`."""
        return f"{self.workload.kind.lower()}/{self.workload.name}"

    @property
    def rollout(self) -> tuple[str, ...]:
        """Return how a new template replaces the old one, word by word."""
        found = self.workload.rollout
        if found is None:
            return ()
        limits = (("maxUnavailable", found.max_unavailable), ("maxSurge", found.max_surge))
        return (found.type, *(f"{name} {value}" for name, value in limits if value))

    @property
    def budget_words(self) -> tuple[str, ...]:
        """Return what its disruption budgets say: `minAvailable 1`."""
        every = (
            (("minAvailable", one.min_available), ("maxUnavailable", one.max_unavailable))
            for one in self.budgets
        )
        return tuple(f"{name} {value}" for one in every for name, value in one if value)


def workload_rows(parts: NamespaceParts) -> tuple[WorkloadRow, ...]:
    """Return the workloads of a namespace that nothing else made, without jobs by the clock."""
    by_workload: dict[str, list[Pod]] = {}
    for pod in parts.pods:
        if pod.workload:
            by_workload.setdefault(pod.workload, []).append(pod)
    return tuple(
        _row(one, by_workload.get(one.identity(), []), parts.budgets)
        for one in parts.workloads
        if one.owner is None and one.kind not in BY_THE_CLOCK
    )


def _row(workload: Workload, pods: list[Pod], budgets: Iterable[DisruptionBudget]) -> WorkloadRow:
    template = workload.template
    return WorkloadRow(
        workload=workload,
        images=_images(template.images(), pods),
        probes=tuple(
            ProbeUse(one.name, tuple(probe.kind for probe in one.probes))
            for one in template.containers
            if one.probes
        ),
        budgets=tuple(
            one for one in budgets if one.selector and one.selector.selects(template.labels)
        ),
        nodes=tuple(sorted({pod.node for pod in pods if pod.node})),
    )


def _images(references: tuple[str, ...], pods: list[Pod]) -> tuple[ImageUse, ...]:
    digests: dict[str, list[str]] = {}
    for one in running_digests(pods):
        if one.digest:
            digests.setdefault(one.reference, []).append(one.digest[:SHORT_DIGEST])
    return tuple(
        ImageUse(one, tuple(sorted(set(digests.get(normalised(one), []))))) for one in references
    )
