"""Helm releases of a cluster, from what their objects carry; Helm itself is never asked."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from heirbook.inventory.kubernetes.cluster_object import ClusterObject
from heirbook.inventory.kubernetes.delivery import Argo, Delivery, Flux, K3sHelm
from heirbook.inventory.record import observed_lists
from heirbook.inventory.snapshot import Source

CHART, APP_VERSION = "helm.sh/chart", "app.kubernetes.io/version"
INSTANCE, MANAGED_BY = "app.kubernetes.io/instance", "app.kubernetes.io/managed-by"
K3S_NAMESPACE = "default"
"""Where the Helm controller of k3s puts a chart that names no namespace."""
_SEMANTIC = re.compile(r"(.+?)-(v?\d+\.\d+\.\d+(?:[-+].*)?)")
_LAST_DIGIT = re.compile(r"(.+)-(\d.*)")


@dataclass(frozen=True, order=True)
class Chart:
    """A chart as its objects name it; a release has more than one where it brings others along."""

    name: str
    version: str | None = None
    """`1.2.3+build7`."""
    app_version: str | None = None

    @property
    def compared(self) -> str | None:
        """Return the version that is compared: without build metadata."""
        return self.version.partition("+")[0] if self.version else None


@dataclass(frozen=True)
class HelmRelease:
    """A release by namespace and name."""

    namespace: str
    name: str
    charts: tuple[Chart, ...] = ()
    """The one most objects carry first."""
    objects: int = 0
    """How many of the objects that were read belong to it."""
    delivery: Delivery | None = None
    """What brings it there, where that could be read; without one its state is not known."""

    @property
    def state(self) -> str | None:
        """Return its state in the words of what delivers it; None: nobody says."""
        if self.delivery is None:
            return None
        ready = {True: "Ready", False: "not Ready", None: None}[self.delivery.ready]
        return self.delivery.state or ready


def chart_of(label: str) -> Chart:
    """Return name and version of a chart from its label.

    Sample: `cert-manager-v1.16.1`, `web-1.2.3_build7`. It is split before the version, at the last
    hyphen before a digit where that is no semantic version; `_` stands for `+`.

    Source: Helm 3.16, chart best practices, labels; nova #354.
    """
    text = label.replace("_", "+")
    found = _SEMANTIC.fullmatch(text) or _LAST_DIGIT.fullmatch(text)
    # a name keeps its underscores
    return Chart(label[: len(found[1])], found[2]) if found else Chart(label)


def helm_releases(
    objects: Iterable[ClusterObject], deliveries: Iterable[Delivery] = ()
) -> tuple[HelmRelease, ...]:
    """Return the releases that objects belong to or that something delivers, by namespace."""
    members: dict[tuple[str, str], list[ClusterObject]] = {}
    for one in objects:
        if key := _release(one):
            members.setdefault(key, []).append(one)
    brought = {key: one for one in deliveries if (key := _delivered(one))}
    return tuple(
        HelmRelease(
            *key, _charts(members.get(key, [])), len(members.get(key, [])), brought.get(key)
        )
        for key in sorted({*members, *brought})
    )


def cluster_releases(source: Source) -> tuple[HelmRelease, ...]:
    """Return the releases of a cluster, from all its objects that were read."""
    objects = [
        one
        for state in source.sections.values()
        if state.facts
        for _, listed in observed_lists(state.facts)
        for one in listed
        if isinstance(one, ClusterObject)
    ]
    kinds = (source.facts(Flux), source.facts(Argo), source.facts(K3sHelm))
    return helm_releases(objects, (one for facts in kinds if facts for one in facts.deliveries))


def _release(one: ClusterObject) -> tuple[str, str] | None:
    """Return namespace and name of the release an object belongs to."""
    if one.release:
        return (one.release_namespace or one.namespace, one.release)
    instance = one.label(INSTANCE)
    # a pod or a ReplicaSet only repeats what its owner carries
    if instance and one.label(MANAGED_BY) == "Helm" and one.owner is None:
        return (one.namespace, instance)
    return None


def _delivered(one: Delivery) -> tuple[str, str] | None:
    match one.kind:
        case "HelmRelease":
            return (one.target_namespace or one.namespace, one.release_name or one.name)
        case "HelmChart":
            return (one.target_namespace or K3S_NAMESPACE, one.release_name or one.name)
        case "Application" if any(origin.chart for origin in one.origins):
            return (one.target_namespace or one.namespace, one.release_name or one.name)
        case _:
            return None


def _charts(objects: list[ClusterObject]) -> tuple[Chart, ...]:
    found = Counter[Chart]()
    for one in objects:
        if label := one.label(CHART):
            chart = chart_of(label)
            found[Chart(chart.name, chart.version, one.label(APP_VERSION))] += 1
    return tuple(sorted(found, key=lambda chart: (-found[chart], chart.name, str(chart))))
