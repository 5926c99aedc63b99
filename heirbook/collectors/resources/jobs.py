"""Jobs of a cluster, those that a CronJob started too."""

from collections.abc import Iterable

from heirbook.collectors.objects.foreign_object import Tree
from heirbook.collectors.objects.items import Parsed
from heirbook.collectors.objects.workload_objects import Details, workload_reader
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.workload import Jobs

RESOURCE = Resource(
    title=N_("Jobs"),
    kinds=("jobs.batch",),
    role=(("batch", "jobs"),),
    order=15,
)


def parse(items: Iterable[Item]) -> Jobs:
    """Return the jobs.

    Sample: `{"metadata": {"name": "dump-1"}, "status": {"succeeded": 1}}`

    Source: Kubernetes API, `batch/v1` `Job`; recorded from server 1.36.2.
    """
    found = Parsed(items, workload_reader("Job", _details))
    return found.whole(Jobs(workloads=found.records))


def _details(item: Tree) -> Details:
    spec, status = item.at("spec"), item.at("status")
    return Details(
        replicas=spec.number("completions"),
        ready=status.number("succeeded"),
        failed=status.number("failed"),
        suspended=spec.flag("suspend") is True,
        deadline_s=spec.number("activeDeadlineSeconds"),
        started_at=status.moment("startTime"),
        finished_at=status.moment("completionTime"),
    )
