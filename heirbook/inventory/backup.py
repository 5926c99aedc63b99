"""Backup jobs: what is saved where, how long it is kept, and what shows that it worked."""

from typing import Annotated, ClassVar, Literal

from heirbook.inventory.record import VOLATILE, Facts, Observed, Record, Utc

EvidenceKind = Literal["unit", "timer", "cache", "folder", "archive"]
"""What shows that a job ran.

`archive`: the repository itself lists it (only where `deep` allows to ask). `unit`: a systemd unit
of that name ended; `result` says how. `folder`: the time of the newest `*.0` folder of rsnapshot.
`cache`: the tool's own cache moved, which looking at a repository does as well. `timer`: it was
started; nothing is known of its end.
"""


class BackupRepository(Record):
    """A place a job writes to."""

    location: str | None = None
    """Path or URL without user name, password and query; None where only its id is known."""
    server: str | None = None
    """Server in the location, or the word of a storage service (`b2`); None for a local path."""
    label: str | None = None
    id: str | None = None
    """First 8 hex digits of the repository's own id."""


class Retention(Record):
    """How many of one kind are kept: `keep_daily` `7`."""

    name: str
    value: str


class BackupJob(Observed):
    """What one tool saves by one configuration."""

    tool: str
    """`borgmatic`, `restic`, `borg`, `rsnapshot`."""
    label: str | None = None
    """Name of its configuration, where a tool has several."""
    configuration: str | None = None
    """Path of the file that configures it."""
    sources: tuple[str, ...] = ()
    """Paths; of rsnapshot also places on other servers. A cut one could hold more than a path."""
    databases: tuple[str, ...] = ()
    """`postgresql/shop`, as borgmatic dumps them."""
    repositories: tuple[BackupRepository, ...] = ()
    retention: tuple[Retention, ...] = ()
    schedule: tuple[str, ...] = ()
    """Calendar expressions of timers that bear its name."""
    passphrase_file: str | None = None
    """The file on the server that holds the passphrase; never the passphrase."""

    def identity(self) -> str:
        """Return `TOOL` or `TOOL/label`; with the server in front, the name `fleet.yml` uses."""
        return f"{self.tool}/{self.label}" if self.label else self.tool


class Evidence(Observed):
    """One thing that shows when a job last ran."""

    job: str
    """Identity of the job; the tool alone where it cannot be told which of its jobs it was."""
    kind: EvidenceKind
    place: str
    """Name of the unit, path of the folder or cache, location of the repository."""
    result: str | None = None
    """`success`, or systemd's word for how the unit failed; None: no statement."""
    at: Annotated[Utc | None, VOLATILE] = None

    def identity(self) -> str:
        """Return job, kind and place."""
        return f"{self.job} {self.kind} {self.place}"

    @property
    def succeeded(self) -> bool:
        """Return whether it shows a success; a start, or a failed run, does not."""
        return self.kind != "timer" and self.result in (None, "success")


class Backups(Facts):
    """Backup tools, jobs, and the evidence of their runs."""

    section: ClassVar[str] = "backup"
    tools: tuple[str, ...] = ()
    """Backup programs that are installed."""
    deep: tuple[str, ...] = ()
    """Tools whose repositories were asked."""
    jobs: tuple[BackupJob, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def of(self, job: BackupJob) -> tuple[Evidence, ...]:
        """Return the evidence of a job."""
        return tuple(one for one in self.evidence if one.job == job.identity())

    def successes(self, job: BackupJob) -> tuple[Evidence, ...]:
        """Return the evidence of a job that shows a success.

        A cache counts only where the repository was not asked: asking moves it.
        """
        asked = any(one.kind == "archive" for one in self.of(job))
        return tuple(
            one for one in self.of(job) if one.succeeded and not (asked and one.kind == "cache")
        )
