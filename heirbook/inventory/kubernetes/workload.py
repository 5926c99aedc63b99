"""Workloads of a cluster: what keeps pods running, or starts them on time."""

from collections.abc import Iterable
from typing import Annotated, ClassVar

from heirbook.inventory.kubernetes.cluster_object import ClusterObject
from heirbook.inventory.kubernetes.label_selector import LabelSelector
from heirbook.inventory.kubernetes.pod_template import PodTemplate
from heirbook.inventory.record import VOLATILE, Facts, Record, Utc
from heirbook.inventory.snapshot import Source


class WorkloadCondition(Record):
    """What Kubernetes says of a workload: `Available`, `False`, `MinimumReplicasUnavailable`."""

    type: str
    status: str | None = None
    reason: str | None = None
    since: Utc | None = None


class Rollout(Record):
    """How a new template replaces the old one."""

    type: str
    """`RollingUpdate`, `Recreate`, `OnDelete`."""
    max_unavailable: str | None = None
    """Number or per cent."""
    max_surge: str | None = None
    partition: int | None = None


class ClaimTemplate(Record):
    """A claim that a StatefulSet makes for each of its pods."""

    name: str
    storage_class: str | None = None
    wanted: str | None = None
    modes: tuple[str, ...] = ()


class Workload(ClusterObject):
    """A Deployment, StatefulSet, DaemonSet, Job or CronJob."""

    kind: str
    """As Kubernetes writes it: `Deployment`."""
    replicas: int | None = None
    """Wanted; of a DaemonSet nodes, of a Job completions."""
    ready: int | None = None
    """Of a Job those that succeeded."""
    updated: int | None = None
    available: int | None = None
    failed: int | None = None
    """Pods of a Job that failed."""
    selector: LabelSelector = LabelSelector()
    rollout: Rollout | None = None
    paused: bool = False
    suspended: bool = False
    behind: bool | None = None
    """The controller has not acted on the newest change yet."""
    conditions: tuple[WorkloadCondition, ...] = ()
    schedule: str | None = None
    """`30 2 * * *`."""
    time_zone: str | None = None
    concurrency: str | None = None
    deadline_s: int | None = None
    """Of a CronJob: how late it may start; of a Job: how long it may run."""
    service: str | None = None
    """The service that a StatefulSet's pods get their names from."""
    claim_templates: tuple[ClaimTemplate, ...] = ()
    template: PodTemplate = PodTemplate()
    revision: str | None = None
    """Of a Deployment: `deployment.kubernetes.io/revision`."""
    template_hash: str | None = None
    """What Kubernetes calls the current template: `5c5575f6b8`."""
    started_at: Utc | None = None
    """Of a Job."""
    finished_at: Utc | None = None
    last_schedule_at: Annotated[Utc | None, VOLATILE] = None
    last_success_at: Annotated[Utc | None, VOLATILE] = None

    def identity(self) -> str:
        """Return `namespace/kind/name`, its kind in small letters: `shop/deployment/web`."""
        return f"{self.namespace}/{self.kind.lower()}/{self.name}"


class Deployments(Facts):
    """Deployments of a cluster."""

    section: ClassVar[str] = "deployments"
    workloads: tuple[Workload, ...] = ()


class StatefulSets(Facts):
    """StatefulSets of a cluster."""

    section: ClassVar[str] = "statefulsets"
    workloads: tuple[Workload, ...] = ()


class DaemonSets(Facts):
    """DaemonSets of a cluster."""

    section: ClassVar[str] = "daemonsets"
    workloads: tuple[Workload, ...] = ()


class Jobs(Facts):
    """Jobs of a cluster, those that a CronJob started too."""

    section: ClassVar[str] = "jobs"
    workloads: tuple[Workload, ...] = ()


class CronJobs(Facts):
    """CronJobs of a cluster."""

    section: ClassVar[str] = "cronjobs"
    workloads: tuple[Workload, ...] = ()


WORKLOADS = (Deployments, StatefulSets, DaemonSets, Jobs, CronJobs)
"""The controllers: what `kubectl:workloads` stands for."""


def workloads_of(facts: Iterable[Facts | None]) -> tuple[Workload, ...]:
    """Return the workloads in facts of any kinds, by identity."""
    found = (one for facts_ in facts if isinstance(facts_, WORKLOADS) for one in facts_.workloads)
    return tuple(sorted(found, key=lambda one: one.identity()))


def cluster_workloads(source: Source) -> tuple[Workload, ...]:
    """Return the workloads of a cluster of every kind, by identity."""
    return workloads_of(source.facts(kind) for kind in WORKLOADS)
