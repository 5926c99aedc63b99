"""CronJobs of a cluster."""

from collections.abc import Iterable

from heirbook.collectors.objects.foreign_object import Tree
from heirbook.collectors.objects.items import Parsed
from heirbook.collectors.objects.workload_objects import Details, workload_reader
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.workload import CronJobs

RESOURCE = Resource(
    title=N_("CronJobs"),
    kinds=("cronjobs.batch",),
    role=(("batch", "cronjobs"),),
    order=10,
)


def parse(items: Iterable[Item]) -> CronJobs:
    """Return the CronJobs.

    Sample: `{"metadata": {"name": "dump"}, "spec": {"schedule": "30 2 * * *", "suspend": true}}`

    Source: Kubernetes API, `batch/v1` `CronJob`; recorded from server 1.36.2.
    """
    reader = workload_reader("CronJob", _details, "spec", "jobTemplate", "spec", "template")
    found = Parsed(items, reader)
    return found.whole(CronJobs(workloads=found.records))


def _details(item: Tree) -> Details:
    spec, status = item.at("spec"), item.at("status")
    return Details(
        suspended=spec.flag("suspend") is True,
        schedule=spec.text("schedule"),
        time_zone=spec.text("timeZone"),
        concurrency=spec.text("concurrencyPolicy"),
        deadline_s=spec.number("startingDeadlineSeconds"),
        last_schedule_at=status.moment("lastScheduleTime"),
        last_success_at=status.moment("lastSuccessfulTime"),
    )
