"""What may stay of a cluster's facts, decided when all its units have been read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from heirbook.collectors.objects.cluster_owners import owners, with_owners
from heirbook.collectors.objects.foreign_object import KEPT_LABEL_PREFIX, KEPT_LABELS
from heirbook.inventory.kubernetes.cluster import Namespaces
from heirbook.inventory.kubernetes.cluster_network import ClusterServices, MetalLb, NetworkPolicies
from heirbook.inventory.kubernetes.cluster_node import ClusterNode, ClusterNodes, ReportedImage
from heirbook.inventory.kubernetes.cluster_object import ClusterObject, KeptLabel
from heirbook.inventory.kubernetes.disruption import DisruptionBudgets
from heirbook.inventory.kubernetes.pod import Pod, Pods
from heirbook.inventory.kubernetes.pod_template import PodTemplate
from heirbook.inventory.kubernetes.replica_set import ReplicaSets
from heirbook.inventory.kubernetes.workload import WORKLOADS, Workload, workloads_of
from heirbook.inventory.record import Facts
from heirbook.inventory.running_images import repository

NODE_LABELS = frozenset({"kubernetes.io/arch"})
NODE_PREFIXES = ("topology.", "node-role.kubernetes.io/")

L = TypeVar("L", bound=ClusterObject)


def reduce_cluster(facts: Mapping[str, Facts]) -> Mapping[str, Facts]:
    """Return the facts of all units with only what may stay.

    Pods and events get the workload behind them. Labels stay by name, or because a selector of
    this cluster looks at them. Images of nodes stay where a workload or a pod references their
    repository; all of them when neither could be read.
    """
    known = owners(facts)
    templates = tuple(_templates(facts))
    cut = _Cut(
        pod_keys=frozenset(_selected(facts)).union(*map(_spread_keys, templates)),
        node_keys=frozenset(_advertised(facts)).union(*(one.node_keys() for one in templates)),
        repositories=_repositories(facts, templates),
    )
    return {section: cut.facts(with_owners(one, known)) for section, one in facts.items()}


@dataclass(frozen=True)
class _Cut:
    """What is looked at in one cluster, and so may stay."""

    pod_keys: frozenset[str]
    node_keys: frozenset[str]
    repositories: frozenset[str] | None
    """None: nobody could say."""

    def facts(self, facts: Facts) -> Facts:
        """Return the facts of one unit with only what may stay."""
        changed: dict[str, tuple[ClusterObject, ...]]
        match facts:
            case ClusterNodes():
                changed = {"nodes": tuple(map(self._node, facts.nodes))}
            case Pods():
                changed = {"pods": tuple(map(self._pod, facts.pods))}
            case ReplicaSets():
                changed = {"replica_sets": tuple(map(self._labelled, facts.replica_sets))}
            case Namespaces():
                changed = {"namespaces": tuple(map(self._labelled, facts.namespaces))}
            case _ if isinstance(facts, WORKLOADS):
                changed = {"workloads": tuple(map(self._workload, facts.workloads))}
            case _:
                return facts
        return facts.model_copy(update=changed)

    def _labels(self, labels: tuple[KeptLabel, ...]) -> tuple[KeptLabel, ...]:
        return tuple(
            label
            for label in labels
            if label.name in KEPT_LABELS | self.pod_keys or label.name.startswith(KEPT_LABEL_PREFIX)
        )

    def _labelled(self, one: L) -> L:
        return one.model_copy(update={"labels": self._labels(one.labels)})

    def _template(self, one: PodTemplate) -> PodTemplate:
        return one.model_copy(update={"labels": self._labels(one.labels)})

    def _workload(self, one: Workload) -> Workload:
        changed = {"template": self._template(one.template)}
        return self._labelled(one).model_copy(update=changed)

    def _pod(self, one: Pod) -> Pod:
        changed = {"template": one.template and self._template(one.template)}
        return self._labelled(one).model_copy(update=changed)

    def _node(self, one: ClusterNode) -> ClusterNode:
        labels = tuple(
            label
            for label in one.labels
            if label.name in KEPT_LABELS | NODE_LABELS | self.node_keys
            or label.name.startswith(NODE_PREFIXES)
        )
        images = tuple(image for image in one.images if self._is_referenced(image))
        return one.model_copy(update={"labels": labels, "images": images})

    def _is_referenced(self, image: ReportedImage) -> bool:
        names = map(repository, (*image.tags, *image.digests))
        return self.repositories is None or not self.repositories.isdisjoint(names)


def _templates(facts: Mapping[str, Facts]) -> Iterator[PodTemplate]:
    for workload in workloads_of(facts.values()):
        yield workload.template
    pods = facts.get(Pods.section)
    if isinstance(pods, Pods):
        yield from (pod.template for pod in pods.pods if pod.template)


def _repositories(
    facts: Mapping[str, Facts], templates: tuple[PodTemplate, ...]
) -> frozenset[str] | None:
    """Return the repositories that are referenced; None when nobody could say."""
    pods = facts.get(Pods.section)
    if not isinstance(pods, Pods) and not any(isinstance(one, WORKLOADS) for one in facts.values()):
        return None
    references = {image for one in templates for image in one.images()}
    if isinstance(pods, Pods):
        references |= {one.image for pod in pods.pods for one in pod.containers if one.image}
    return frozenset(map(repository, references))


def _selected(facts: Mapping[str, Facts]) -> Iterator[str]:
    """Yield the keys of labels that selectors of pods look at."""
    for one in facts.values():
        match one:
            case ClusterServices():
                yield from (label.name for each in one.services for label in each.selector)
            case NetworkPolicies():
                yield from (label.name for each in one.policies for label in each.pods)
            case DisruptionBudgets():
                yield from (
                    key
                    for each in one.budgets
                    if each.selector
                    for key in each.selector.label_names()
                )
            case _ if isinstance(one, WORKLOADS):
                yield from (key for each in one.workloads for key in each.selector.label_names())


def _spread_keys(template: PodTemplate) -> frozenset[str]:
    return frozenset(key for one in template.spread for key in one.selector.label_names())


def _advertised(facts: Mapping[str, Facts]) -> Iterator[str]:
    metallb = facts.get(MetalLb.section)
    if isinstance(metallb, MetalLb):
        for one in metallb.advertisements:
            yield from (label.name for label in one.node_labels)
