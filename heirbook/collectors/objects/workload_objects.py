"""What the controllers of a cluster have in common, read once for all of them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypedDict

from heirbook.collectors.objects.conditions import reason_word
from heirbook.collectors.objects.foreign_object import Tree
from heirbook.collectors.objects.labelled_objects import labelled_fields, selector
from heirbook.collectors.objects.pod_templates import pod_template
from heirbook.inventory.kubernetes.label_selector import LabelSelector
from heirbook.inventory.kubernetes.workload import Rollout, Workload, WorkloadCondition

REVISION = "deployment.kubernetes.io/revision"


class Details(TypedDict, total=False):
    """What only some kinds of workloads have; given on to the record."""

    replicas: int | None
    ready: int | None
    updated: int | None
    available: int | None
    failed: int | None
    rollout: Rollout | None
    paused: bool
    suspended: bool
    schedule: str | None
    time_zone: str | None
    concurrency: str | None
    deadline_s: int | None
    service: str | None
    claim_templates: tuple[Any, ...]  # made by the unit of StatefulSets
    revision: str | None
    template_hash: str | None
    started_at: datetime | None
    finished_at: datetime | None
    last_schedule_at: datetime | None
    last_success_at: datetime | None


def workload_reader(
    kind: str, details: Callable[[Tree], Details], *template: str
) -> Callable[[Tree], Workload | None]:
    """Return the reader of one kind; `template` is where its pod template stands."""

    def read(item: Tree) -> Workload | None:
        fields = labelled_fields(item)
        if fields is None:
            return None
        return Workload(
            **fields,
            **details(item),
            kind=kind,
            selector=_selector(kind, item),
            behind=behind(item),
            conditions=workload_conditions(item),
            template=pod_template(item.at(*(template or ("spec", "template")))),
        )

    return read


def _selector(kind: str, item: Tree) -> LabelSelector:
    """Return the selector; that of a Job is made up by its controller and tells nothing."""
    made_up = kind == "Job" and item.flag("spec", "manualSelector") is not True
    return LabelSelector() if made_up else selector(item, "spec", "selector")


def behind(item: Tree) -> bool | None:
    """Return whether the controller has not seen the newest change; None where nobody says."""
    wanted = item.number("metadata", "generation")
    seen = item.number("status", "observedGeneration")
    return None if wanted is None or seen is None else seen < wanted


def workload_conditions(item: Tree) -> tuple[WorkloadCondition, ...]:
    """Return the conditions, sorted; their messages may hold anything."""
    found = (
        WorkloadCondition(
            type=kind,
            status=one.text("status"),
            reason=reason_word(one.text("reason")),
            since=one.moment("lastTransitionTime"),
        )
        for one in item.each("status", "conditions")
        if (kind := one.text("type"))
    )
    return tuple(sorted(found, key=lambda one: one.type))


def rollout(item: Tree, key: str) -> Rollout | None:
    """Return how a new template replaces the old one; `key` is `strategy` or `updateStrategy`."""
    plan = item.at("spec", key)
    kind = plan.text("type")
    if kind is None:
        return None
    return Rollout(
        type=kind,
        max_unavailable=plan.words("rollingUpdate", "maxUnavailable"),
        max_surge=plan.words("rollingUpdate", "maxSurge"),
        partition=plan.number("rollingUpdate", "partition"),
    )


def seen_count(status: Tree, name: str) -> int | None:
    """Return a number that the API leaves out where it is 0; None before it was ever counted."""
    return status.number(name) if status.has(name) or not status.has("observedGeneration") else 0
