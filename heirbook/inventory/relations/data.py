"""Data sets tied to the place they lie in, the job that saves them, and the newest evidence."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from heirbook.inventory.backup import BackupJob, Backups, Evidence
from heirbook.inventory.container import Container, ContainerMount, Containers
from heirbook.inventory.kubernetes.cluster_storage import Claim, Claims
from heirbook.inventory.record import SourceId
from heirbook.inventory.relations.cluster_jobs import ClusterJob, find_job
from heirbook.inventory.relations.joined import Joined
from heirbook.inventory.relations.places import Place, place_of
from heirbook.inventory.service_settings import DataSet

JobState = Literal["none", "seen", "gone", "unseen"]
"""`none`: no job is declared; `gone`: we looked and it was not there; `unseen`: nobody looked."""
_VOLUME = re.compile(r"/volumes/([^/]+)/_data")
"""A volume's name within the path where docker and podman keep it."""
_NOT_DATA = ("/proc", "/sys", "/dev", "/run", "/var/run", "/etc", "/tmp")  # noqa: S108  names only


@dataclass(frozen=True)
class DataRelation:
    """One data set of a service with all that is known of its safety."""

    service: str
    name: str
    declared: DataSet
    place: Place
    job_state: JobState
    job: BackupJob | None = None
    covered: bool | None = None
    """Whether the job's sources hold its folder; None where either is not known as a path."""
    evidence: Evidence | None = None
    """What shows the newest success; None where a cluster says so itself."""
    last_success: datetime | None = None

    @property
    def id(self) -> str:
        """Return its identity: `social/db`."""
        return f"{self.service}/{self.name}"

    @property
    def is_saved(self) -> bool:
        """Return whether a backup is declared for it, whatever became of that."""
        return self.declared.backup is not None


@dataclass(frozen=True)
class UntoldVolume:
    """A volume or folder that a container writes to and that no service names as its data."""

    server: str
    container: str
    type: str
    source: str


def data_relations(joined: Joined) -> tuple[DataRelation, ...]:
    """Return every declared data set, by identity."""
    return tuple(
        _relation(joined, service, name, joined.fleet.services[service].data[name])
        for service in sorted(joined.fleet.services)
        for name in sorted(joined.fleet.services[service].data)
    )


def last_success(
    joined: Joined, server: str, backups: Backups, job: BackupJob
) -> tuple[Evidence, datetime] | None:
    """Return the newest evidence of a success with its time; None where no time is known.

    Times are readings; those of a snapshot that was just taken stand in the facts themselves.
    """
    found: list[tuple[datetime, bool, str, Evidence]] = []
    for one in backups.successes(job):
        at = one.at or _read_at(joined, server, one)
        if at is not None:
            found.append((at, one.kind == "archive", one.identity(), one))
    if not found:
        return None
    newest = max(found, key=lambda each: each[:3])
    return newest[3], newest[0]


def untold_data(joined: Joined) -> tuple[UntoldVolume, ...]:
    """Return the volumes and folders that running containers write to and nobody declared."""
    told: dict[str, list[str]] = {}
    for one in data_relations(joined):
        if one.place.kind == "server":
            told.setdefault(one.place.name, []).append(one.place.rest)
    found: dict[tuple[str, str], UntoldVolume] = {}
    for server in sorted(joined.fleet.servers):
        for container, mount in _mounts(joined, server):
            source = mount.source or ""
            spellings = (source, *_VOLUME.findall(source))
            if not any(_same(each, one) for each in told.get(server, ()) for one in spellings):
                untold = UntoldVolume(server, container.identity(), mount.type, source)
                found.setdefault((server, source), untold)
    return tuple(found[key] for key in sorted(found))


def untold_claims(joined: Joined) -> tuple[tuple[str, Claim], ...]:
    """Return the claims of clusters that no data set names, each with its cluster."""
    told = {one.place.at for one in data_relations(joined)}
    return tuple(
        (cluster, claim)
        for cluster in sorted(joined.fleet.clusters)
        for claim in claims_of(joined, cluster)
        if f"{cluster}/{claim_place(claim)}" not in told
    )


def claims_of(joined: Joined, cluster: str) -> tuple[Claim, ...]:
    """Return the claims that were seen in a cluster."""
    source = joined.snapshot.sources.get(SourceId(f"cluster/{cluster}"))
    facts = source.facts(Claims) if source else None
    return facts.claims if facts else ()


def claim_place(claim: Claim) -> str:
    """Return what `data.at` calls a claim within its cluster."""
    return f"{claim.namespace}/persistentvolumeclaim/{claim.name}"


def _relation(joined: Joined, service: str, name: str, declared: DataSet) -> DataRelation:
    bare = DataRelation(service, name, declared, place_of(joined, service, declared.at), "none")
    if declared.backup is None:
        return bare
    place, _, identity = declared.backup.partition("/")
    if joined.kind_of(place) == "cluster":
        state, success = _of_cluster(find_job(joined, place, identity))
        return replace(bare, job_state=state, last_success=success)
    return _of_server(joined, bare, place, identity)


def _of_server(joined: Joined, bare: DataRelation, server: str, identity: str) -> DataRelation:
    source = joined.snapshot.server(server) if joined.kind_of(server) == "server" else None
    section = source.section(Backups) if source else None
    facts = section.facts if section else None
    job = next((one for one in (facts.jobs if facts else ()) if one.identity() == identity), None)
    if section is None or facts is None or job is None:
        looked = section is not None and section.state == "ok"
        return replace(bare, job_state="gone" if looked else "unseen")
    newest = last_success(joined, server, facts, job)
    return replace(
        bare,
        job_state="seen",
        job=job,
        covered=_covered(bare.place, server, job),
        evidence=newest[0] if newest else None,
        last_success=newest[1] if newest else None,
    )


def _of_cluster(
    found: ClusterJob | Literal["gone", "unseen"],
) -> tuple[JobState, datetime | None]:
    return (found, None) if isinstance(found, str) else ("seen", found.last_success)


def _covered(place: Place, server: str, job: BackupJob) -> bool | None:
    """Return whether the job reads the data set's folder; None where paths do not tell."""
    plain = all(one.startswith("/") and "*" not in one for one in job.sources)
    if place.path is None or place.name != server or not job.sources or not plain:
        return None
    return any(_holds(one, place.path) for one in job.sources)


def _same(one: str, other: str) -> bool:
    """Return whether one of two places holds the other."""
    return _holds(one, other) or _holds(other, one)


def _holds(folder: str, path: str) -> bool:
    plain = folder.rstrip("/")
    return path.rstrip("/") == plain or path.startswith(f"{plain}/")


def _read_at(joined: Joined, server: str, one: Evidence) -> datetime | None:
    """Return the time that the newest reading gives; a text that is no time gives none."""
    key = f"{Backups.section}:{one.identity()}:at"
    found = joined.readings.last(f"server/{server}", key)
    try:
        moment = datetime.fromisoformat(str(found[0])) if found else None
        return moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _mounts(joined: Joined, server: str) -> Iterator[tuple[Container, ContainerMount]]:
    source = joined.snapshot.server(server)
    facts = source.facts(Containers) if source else None
    for container in facts.containers if facts else ():
        for mount in container.mounts if container.state == "running" else ():
            kept = mount.writable and mount.type in ("bind", "volume") and mount.source
            if kept and not any(_holds(one, mount.source or "") for one in _NOT_DATA):
                yield container, mount


def in_order_of_danger(relations: Iterable[DataRelation]) -> tuple[DataRelation, ...]:
    """Return the data sets, those that a loss would hurt most first.

    First what no backup covers and cannot be made anew, then jobs that are gone or do not read the
    folder, then what nobody could look at, then the longest without a success.
    """
    return tuple(sorted(relations, key=_danger))


def _danger(one: DataRelation) -> tuple[int, float, str]:
    at = one.last_success.timestamp() if one.last_success else 0.0
    if not one.is_saved:
        return (5 if one.declared.replaceable else 0), 0.0, one.id
    if one.job_state == "gone" or one.covered is False:
        return 1, at, one.id
    if one.job_state == "unseen":
        return 2, at, one.id
    return (4 if one.last_success else 3), at, one.id
