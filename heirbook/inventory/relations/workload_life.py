"""Whether a workload of a cluster runs, by what its controller counts."""

from collections.abc import Iterable

from heirbook.inventory.kubernetes.workload import Workload
from heirbook.inventory.relations.identity_kind import Life, Seen


def find_workload(workloads: Iterable[Workload], identity: str) -> Seen | None:
    """Return the workload of that identity: `mastodon/deployment/web`."""
    for workload in workloads:
        if workload.identity() == identity:
            return Seen(workload, _life(workload))
    return None


def _life(workload: Workload) -> Life:
    """Return `stopped` where nothing is wanted, `failed` where nothing of it is ready."""
    if workload.suspended or workload.replicas == 0:
        return "stopped"
    if workload.kind == "Job" and workload.finished_at:
        return "stopped"
    waits = workload.kind not in ("Job", "CronJob") and workload.ready == 0
    return "failed" if waits or workload.failed else "running"
