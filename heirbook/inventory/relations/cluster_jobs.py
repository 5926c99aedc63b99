"""What clusters start by the clock: backups of their operators, and CronJobs; newest successes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from heirbook.inventory.kubernetes.operators import (
    CloudNativePg,
    Longhorn,
    OperatorSchedule,
    Velero,
)
from heirbook.inventory.kubernetes.workload import CronJobs, Workload
from heirbook.inventory.record import Facts, SourceId
from heirbook.inventory.relations.joined import Joined
from heirbook.inventory.snapshot import Source

SECTIONS: tuple[type[Facts], ...] = (CronJobs, CloudNativePg, Longhorn, Velero)


@dataclass(frozen=True)
class ClusterJob:
    """Something that a cluster starts by itself."""

    cluster: str
    identity: str
    """`Schedule/velero/daily`, `mastodon/cronjob/backup`."""
    schedule: str | None
    suspended: bool
    saves: tuple[str, ...]
    """Of an operator: the database or the namespaces; none: not said."""
    target: str | None
    is_backup: bool
    """It is a backup by its kind; of a CronJob only its operator knows."""
    last_success: datetime | None

    @property
    def id(self) -> str:
        """Return the name that `fleet.yml` uses: `prod/Schedule/velero/daily`."""
        return f"{self.cluster}/{self.identity}"


def cluster_jobs(joined: Joined) -> tuple[ClusterJob, ...]:
    """Return what was seen in the declared clusters, backups of operators first."""
    found = (job for name in sorted(joined.fleet.clusters) for job in _jobs(joined, name))
    return tuple(sorted(found, key=lambda one: (not one.is_backup, one.id)))


def find_job(joined: Joined, cluster: str, identity: str) -> ClusterJob | Literal["gone", "unseen"]:
    """Return a job by its identity; `gone` where we looked everywhere and it was not there."""
    found = next((one for one in _jobs(joined, cluster) if one.identity == identity), None)
    if found:
        return found
    source = _source(joined, cluster)
    looked = [source.section(kind) for kind in SECTIONS] if source else [None]
    return "gone" if all(one and one.state == "ok" for one in looked) else "unseen"


def _source(joined: Joined, cluster: str) -> Source | None:
    return joined.snapshot.sources.get(SourceId(f"cluster/{cluster}"))


def _jobs(joined: Joined, cluster: str) -> Iterator[ClusterJob]:
    source = _source(joined, cluster)
    for facts in (source.facts(kind) for kind in SECTIONS) if source else ():
        match facts:
            case CloudNativePg() | Longhorn() | Velero():
                for one in facts.schedules:
                    yield _scheduled(joined, cluster, facts.section, one)
            case CronJobs():
                for workload in facts.workloads:
                    yield _cron(joined, cluster, workload)


def _scheduled(joined: Joined, cluster: str, section: str, one: OperatorSchedule) -> ClusterJob:
    return ClusterJob(
        cluster,
        one.identity(),
        one.schedule,
        one.suspended,
        (one.of,) if one.of else one.namespaces,
        one.target,
        is_backup=one.task != "snapshot",
        last_success=_success(joined, cluster, section, one),
    )


def _cron(joined: Joined, cluster: str, one: Workload) -> ClusterJob:
    success = _success(joined, cluster, CronJobs.section, one)
    return ClusterJob(
        cluster, one.identity(), one.schedule, one.suspended, (), None,
        is_backup=False, last_success=success,
    )  # fmt: skip


def _success(
    joined: Joined, cluster: str, section: str, one: OperatorSchedule | Workload
) -> datetime | None:
    """Return the newest success: of a snapshot that was just taken, else of the readings."""
    if one.last_success_at:
        return one.last_success_at
    key = f"{section}:{one.identity()}:last_success_at"
    found = joined.readings.last(f"cluster/{cluster}", key)
    try:
        moment = datetime.fromisoformat(str(found[0])) if found else None
        return moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
