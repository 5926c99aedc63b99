"""Pods of a cluster: what really runs, where, from which image."""

from collections.abc import Iterable

from heirbook.collectors.objects.conditions import condition, reason_word
from heirbook.collectors.objects.foreign_object import Tree
from heirbook.collectors.objects.items import Parsed
from heirbook.collectors.objects.labelled_objects import labelled_fields, name_list
from heirbook.collectors.objects.pod_containers import pod_containers, restarts
from heirbook.collectors.objects.pod_templates import pod_template
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.pod import Pod, Pods

RESOURCE = Resource(
    title=N_("Pods"),
    kinds=("pods.v1.",),
    role=(("", "pods"),),
    order=40,
)
CONTROLLERS = frozenset({"ReplicaSet", "StatefulSet", "DaemonSet", "Job"})


def parse(items: Iterable[Item]) -> Pods:
    """Return the pods; those of jobs that succeeded are counted only.

    Sample: `{"metadata": {"name": "web-5c5575f6b8-ktx82"}, "spec": {"nodeName": "n1"}}`

    Source: Kubernetes API, `v1` `Pod`; recorded from server 1.36.2.
    """
    found = Parsed(items, _pod, _is_done)
    return found.whole(Pods(pods=found.records, succeeded=found.counted or None))


def _is_done(item: Tree) -> bool:
    owners = {one.text("kind") for one in item.each("metadata", "ownerReferences")}
    return "Job" in owners and item.text("status", "phase") == "Succeeded"


def _pod(item: Tree) -> Pod | None:
    fields = labelled_fields(item)
    if fields is None:
        return None
    spec, status = item.at("spec"), item.at("status")
    made_by = (fields["owner"] or "").partition("/")[0]
    return Pod(
        **fields,
        node=spec.text("nodeName"),
        phase=status.text("phase"),
        reason=reason_word(status.text("reason")) or _why_waiting(item),
        quality=status.text("qosClass"),
        service_account=spec.text("serviceAccountName"),
        pull_secrets=name_list(spec, "imagePullSecrets"),
        started_at=status.moment("startTime"),
        ready=condition(item)[0],
        containers=pod_containers(item),
        template=None if made_by in CONTROLLERS else pod_template(item),
        restarts=restarts(item),
    )


def _why_waiting(item: Tree) -> str | None:
    scheduled, reason = condition(item, "PodScheduled")
    return reason if scheduled is False else None
