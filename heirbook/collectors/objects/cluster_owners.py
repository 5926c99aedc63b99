"""Who made what in a cluster, known only when all its units have been read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from heirbook.collectors.objects.event_groups import grouped
from heirbook.inventory.kubernetes.cluster_event import ClusterEvents, EventGroup
from heirbook.inventory.kubernetes.cluster_object import ClusterObject
from heirbook.inventory.kubernetes.pod import Pod, Pods
from heirbook.inventory.kubernetes.replica_set import ReplicaSets
from heirbook.inventory.kubernetes.workload import Deployments, Workload, workloads_of
from heirbook.inventory.record import Facts

HASH = "pod-template-hash"
Place = tuple[str, str]
"""Namespace and name."""


@dataclass(frozen=True)
class Owners:
    """Looks up the workload behind an object."""

    replica_sets: Mapping[Place, str | None]
    """Owners of ReplicaSets."""
    hashes: Mapping[tuple[Place, str | None], str]
    """Template hash by Deployment and revision."""
    workloads: Mapping[str, Workload]
    pods: Mapping[Place, str | None] = field(default_factory=dict)
    """Workloads of pods."""

    def of_pod(self, pod: Pod) -> str | None:
        """Return `namespace/kind/name` of the workload behind a pod."""
        kind, _, name = (pod.owner or "").partition("/")
        return self._of(pod.namespace, kind, name, pod.label(HASH))

    def of_event(self, event: EventGroup) -> str:
        """Return what an event is about: the workload where it is known, else what it names."""
        namespace, kind, name = ("", *event.about.split("/", 2))[-3:]
        if kind == "pod":
            made = self.pods.get((namespace, name)) or self._of_lost_pod(namespace, name)
        elif kind in {"replicaset", "job"}:
            made = self._of(namespace, {"job": "Job"}.get(kind, "ReplicaSet"), name, None)
        else:
            made = None
        return made or event.about

    def _of(self, namespace: str, kind: str, name: str, mark: str | None) -> str | None:
        match kind:
            case "" | "Node":  # a static pod of that node
                return None
            case "ReplicaSet":
                return self._of_replica_set(namespace, name, mark)
            case "Job":
                job = self.workloads.get(f"{namespace}/job/{name}")
                above = (job.owner if job else None) or f"Job/{name}"
                return f"{namespace}/{above.partition('/')[0].lower()}/{above.partition('/')[2]}"
            case _:
                return f"{namespace}/{kind.lower()}/{name}"

    def _of_replica_set(self, namespace: str, name: str, mark: str | None) -> str | None:
        place = (namespace, name)
        if place in self.replica_sets:
            kind, _, above = (self.replica_sets[place] or f"ReplicaSet/{name}").partition("/")
            return f"{namespace}/{kind.lower()}/{above}"
        # an older revision, or ReplicaSets could not be read: only a Deployment of that name tells
        front, _, last = name.rpartition("-")
        deployment = f"{namespace}/deployment/{front}"
        return deployment if mark in {None, last} and deployment in self.workloads else None

    def _of_lost_pod(self, namespace: str, name: str) -> str | None:
        """Return the workload that a pod which is gone was named after, if there is one."""
        front = name.rpartition("-")[0]
        for kind in ("statefulset", "daemonset"):
            if f"{namespace}/{kind}/{front}" in self.workloads:
                return f"{namespace}/{kind}/{front}"
        if f"{namespace}/job/{front}" in self.workloads:
            return self._of(namespace, "Job", front, None)
        return self._of_replica_set(namespace, front, None) if front else None


def owners(facts: Mapping[str, Facts]) -> Owners:
    """Return the owners of a cluster's objects."""
    sets = facts.get(ReplicaSets.section)
    found = sets.replica_sets if isinstance(sets, ReplicaSets) else ()
    known = Owners(
        replica_sets={_place(one): one.owner for one in found},
        hashes={
            ((one.namespace, one.owner.partition("/")[2]), str(one.revision)): one.template_hash
            for one in found
            if one.owner and one.template_hash
        },
        workloads={one.identity(): one for one in workloads_of(facts.values())},
    )
    pods = facts.get(Pods.section)
    every = pods.pods if isinstance(pods, Pods) else ()
    behind = {_place(pod): known.of_pod(pod) for pod in every}
    return Owners(known.replica_sets, known.hashes, known.workloads, behind)


def _place(one: ClusterObject) -> Place:
    return one.namespace, one.name


def with_owners(facts: Facts, known: Owners) -> Facts:
    """Return the facts with the workloads behind pods and events, and hashes of templates."""
    match facts:
        case Pods():
            pods = (
                one.model_copy(update={"workload": known.pods.get(_place(one))})
                for one in facts.pods
            )
            return facts.model_copy(update={"pods": tuple(pods)})
        case ClusterEvents():
            events = (one.model_copy(update={"about": known.of_event(one)}) for one in facts.events)
            return facts.model_copy(update={"events": grouped(events)})
        case Deployments():
            workloads = (
                one.model_copy(
                    update={"template_hash": known.hashes.get((_place(one), one.revision))}
                )
                for one in facts.workloads
            )
            return facts.model_copy(update={"workloads": tuple(workloads)})
        case _:
            return facts
