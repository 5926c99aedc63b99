"""Backups in rows: which data they save, when they last did, and who has the key."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.cluster_names import cluster_path, cluster_source
from heirbook.handbook.views.cluster_storage import ClaimRow, claim_rows
from heirbook.i18n import N_
from heirbook.inventory.backup import BackupJob, Backups
from heirbook.inventory.kubernetes.cluster_storage import Claim
from heirbook.inventory.relations.cluster_jobs import ClusterJob, cluster_jobs
from heirbook.inventory.relations.data import (
    DataRelation,
    claim_place,
    data_relations,
    in_order_of_danger,
    last_success,
    untold_claims,
)
from heirbook.inventory.relations.secret_names import secrets_of

_TEST = "restore-test"
"""The runbook whose success shows that a backup can be restored."""
OLD_AFTER = timedelta(days=7)
SHOWN_BY = {
    "archive": N_("the repository lists it"),
    "unit": N_("its unit ended well"),
    "folder": N_("the time of its newest folder"),
    "cache": N_("its cache moved, which a mere look does as well"),
    "cluster": N_("the cluster says that it succeeded"),
    "timer": N_("it was started; how it ended is not known"),
}
"""What the evidence of a backup is worth, by its kind."""


@dataclass(frozen=True)
class Success:
    """The newest success of a job, as old as it is."""

    at: datetime
    kind: str
    as_of: datetime

    @property
    def days(self) -> int:
        """Return its age in days; negative where a clock is wrong."""
        return (self.as_of - self.at).days

    @property
    def is_old(self) -> bool:
        """Return whether it is longer ago than a week."""
        return self.as_of - self.at > OLD_AFTER

    @property
    def lies_ahead(self) -> bool:
        """Return whether it lies after the newest fact: some clock is wrong."""
        return self.at > self.as_of + timedelta(days=1)

    @property
    def words(self) -> str:
        """Return what the evidence is worth; catalogue text."""
        return SHOWN_BY[self.kind]


@dataclass(frozen=True)
class DataRow:
    """A data set as the page of backups shows it."""

    relation: DataRelation
    success: Success | None
    keys: tuple[str, ...]
    """Names of secrets that open its backups."""
    restored_on: date | None = None
    """When somebody last restored it for a test, and it worked."""
    claim: ClaimRow | None = None
    """Of a cluster: the claim it lies in, and where that really is."""

    @property
    def id(self) -> str:
        """Return the identity of the data set: `social/db`."""
        return self.relation.id

    @property
    def is_saved(self) -> bool:
        """Return whether a backup is declared for it."""
        return self.relation.is_saved

    @property
    def is_bare(self) -> bool:
        """Return whether it would be lost: no backup is declared, and nothing makes it anew."""
        return not self.relation.is_saved and not self.relation.declared.replaceable


@dataclass(frozen=True)
class JobRow:
    """A backup job as it was seen on its server."""

    server: str
    job: BackupJob
    success: Success | None

    @property
    def id(self) -> str:
        """Return the name that `fleet.yml` uses: `upe/borgmatic`."""
        return f"{self.server}/{self.job.identity()}"

    @property
    def is_saved(self) -> bool:
        """Return that a success is asked for: a job is there to save something."""
        return True

    @property
    def saves(self) -> tuple[str, ...]:
        """Return what it saves: paths, and databases as `postgresql/shop`."""
        return (*self.job.sources, *self.job.databases)

    @property
    def targets(self) -> tuple[str, ...]:
        """Return where it writes to, as far as it is known."""
        return tuple(
            one.location or one.label or one.id or ""
            for one in self.job.repositories
            if one.location or one.label or one.id
        )

    @property
    def path(self) -> str:
        """Return the path of its server's page."""
        return f"servers/{self.server}.md"


@dataclass(frozen=True)
class ClusterJobRow:
    """Something that a cluster starts by the clock."""

    job: ClusterJob
    success: Success | None

    @property
    def id(self) -> str:
        """Return the name that `fleet.yml` uses: `prod/Schedule/velero/daily`."""
        return self.job.id

    @property
    def is_saved(self) -> bool:
        """Return that a success is asked for."""
        return True

    @property
    def path(self) -> str:
        """Return the path of its cluster's page."""
        return cluster_path(self.job.cluster)


def cluster_job_rows(book_input: BookInput) -> tuple[ClusterJobRow, ...]:
    """Return what clusters start by the clock, backups of operators first."""
    as_of = book_input.snapshot.as_of
    return tuple(
        ClusterJobRow(
            one, Success(one.last_success, "cluster", as_of) if one.last_success else None
        )
        for one in cluster_jobs(book_input.joined)
    )


def data_rows(book_input: BookInput) -> tuple[DataRow, ...]:
    """Return every declared data set, those in no backup first."""
    found = in_order_of_danger(data_relations(book_input.joined))
    return tuple(_data_row(book_input, one) for one in found)


def job_rows(book_input: BookInput) -> tuple[JobRow, ...]:
    """Return every backup job that was seen, by server and name."""
    return tuple(_job_rows(book_input))


def _data_row(book_input: BookInput, one: DataRelation) -> DataRow:
    success = None
    if one.last_success is not None:
        kind = one.evidence.kind if one.evidence else "cluster"
        success = Success(one.last_success, kind, book_input.snapshot.as_of)
    keys, restored = _keys(book_input, one), _restored_on(book_input, one)
    return DataRow(one, success, keys, restored, _claim(book_input, one))


def _claim(book_input: BookInput, one: DataRelation) -> ClaimRow | None:
    """Return the claim that a data set lies in, with the volume behind it."""
    source = cluster_source(book_input, one.place.name) if one.place.kind == "cluster" else None
    rows = claim_rows(source) if source else ()
    return next((row for row in rows if claim_place(row.claim) == one.place.rest), None)


def _restored_on(book_input: BookInput, one: DataRelation) -> date | None:
    tried = (each for each in book_input.verifications if each.instance == f"{_TEST}@{one.id}")
    return max((each.on for each in tried if each.outcome == "worked"), default=None)


def _keys(book_input: BookInput, one: DataRelation) -> tuple[str, ...]:
    server = (one.declared.backup or "").partition("/")[0]
    names = secrets_of(book_input.joined, f"service:{one.service}", f"server:{server}")
    return tuple(name for name in names if book_input.secrets[name].kind == "backup-key")


def _job_rows(book_input: BookInput) -> Iterator[JobRow]:
    for server in sorted(book_input.fleet.servers):
        yield from server_job_rows(book_input, server)


def server_job_rows(book_input: BookInput, server: str) -> Iterator[JobRow]:
    """Yield the backup jobs that were seen on a server."""
    source = book_input.snapshot.server(server)
    facts = source.facts(Backups) if source else None
    for job in facts.jobs if facts else ():
        newest = last_success(book_input.joined, server, facts, job) if facts else None
        as_of = book_input.snapshot.as_of
        success = Success(newest[1], newest[0].kind, as_of) if newest else None
        yield JobRow(server, job, success)


@dataclass(frozen=True)
class UntoldClaim:
    """A claim of storage that no declared data set names, and where its cluster is told of."""

    cluster: str
    claim: Claim

    @property
    def page(self) -> str:
        """Return the path of the cluster's page."""
        return cluster_path(self.cluster)

    @property
    def subject(self) -> str:
        """Return what an ask about the claim is about."""
        return f"cluster/{self.cluster}"


def untold_claim_rows(book_input: BookInput) -> Iterator[UntoldClaim]:
    """Yield the claims that nobody described."""
    for cluster, claim in untold_claims(book_input.joined):
        yield UntoldClaim(cluster, claim)
