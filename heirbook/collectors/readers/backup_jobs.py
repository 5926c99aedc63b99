"""Backup jobs: as configurations declare them, and which of them a run belongs to."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath

from heirbook.collectors.readers.lines import Lines
from heirbook.inventory.backup import (
    BackupJob,
    BackupRepository,
    Evidence,
    EvidenceKind,
    Retention,
)

CUT = "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}redacted"
_URL = re.compile(r"(?:rest:|s3:)?[a-z][a-z0-9+.-]*://(\[[^\]/]*\]|[^/:]+)", re.ASCII)
_SERVICE = re.compile(r"(b2|gs|azure|swift):", re.ASCII)
_NAMED = re.compile(r"(?:sftp:|rclone:|s3:)?(\[[^\]/]*\]|[^/:]+)[:/]", re.ASCII)
_UNNAMED = {"", "config", "restic", "env", "backup", "rsnapshot", "conf"}


@dataclass
class Jobs:
    """The jobs of a server by identity, and what shows that they ran."""

    jobs: dict[str, BackupJob] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)

    def add(self, job: BackupJob) -> None:
        """Keep a job; of two with one name the second is called by its configuration."""
        if job.identity() in self.jobs and job.configuration:
            job = job.model_copy(update={"label": job.configuration.strip("/")})
        self.jobs[job.identity()] = job

    def of(self, tool: str, label: str | None) -> tuple[str, ...]:
        """Return the jobs that a run of this name belongs to.

        A tool without any job gets one: something of its name runs here. One run of borgmatic goes
        through all its configurations.
        """
        own = tuple(name for name, job in self.jobs.items() if job.tool == tool)
        named = BackupJob(tool=tool, label=label)
        if named.identity() in own and (label or tool != "borgmatic"):
            return (named.identity(),)
        if not own:
            self.add(named)
            return (named.identity(),)
        return own if tool == "borgmatic" or len(own) == 1 else (named.identity(),)

    def configured_by(self, path: str) -> BackupJob | None:
        """Return the job of a configuration."""
        return next((job for job in self.jobs.values() if job.configuration == path), None)

    def writing_to(self, location: str | None) -> tuple[str, ...]:
        """Return the jobs that write to a location."""
        return tuple(
            name
            for name, job in self.jobs.items()
            if location and any(one.location == location for one in job.repositories)
        )

    def change(self, name: str, **fields: object) -> None:
        """Change fields of a job that there is."""
        if name in self.jobs:
            self.jobs[name] = self.jobs[name].model_copy(update=fields)

    def note(self, names: Iterable[str], seen: "Run") -> None:
        """Keep a run as evidence of these jobs; of two in one place the newer."""
        for name in names:
            one = Evidence(
                job=name, kind=seen.kind, place=seen.place, result=seen.result, at=seen.at
            )
            known = self.evidence.get(one.identity())
            if not (known and known.at and (not one.at or one.at < known.at)):
                self.evidence[one.identity()] = one


@dataclass(frozen=True)
class Run:
    """One thing that shows that something ran."""

    kind: EvidenceKind
    place: str
    at: datetime | None
    result: str | None = None


def declared_jobs(lines: Lines) -> tuple[tuple[str, ...], Jobs]:
    """Return the tools that are installed, and the jobs of their configurations.

    Sample: `config borgmatic /etc/borgmatic/config.yaml`, with tabs; then what it says.

    Source: our own section `backup`.
    """
    tools: set[str] = set()
    drafts: list[_Draft] = []
    for line in lines:
        match line.split("\t"):
            case ["tool", name]:
                tools.add(name)
            case ["config", tool, path]:
                drafts.append(_Draft(tool, path))
            case words if not (drafts and drafts[-1].take(words)):
                lines.refuse()
    jobs = Jobs()
    for draft in drafts:
        jobs.add(draft.job())
    return tuple(sorted(tools)), jobs


class _Draft:
    """A job while the lines of its configuration are read."""

    def __init__(self, tool: str, path: str) -> None:
        self._tool, self._path = tool, path
        self._lists: dict[str, list[str]] = {"source": [], "database": []}
        self._repositories: list[dict[str, str]] = []
        self._retention: dict[str, str] = {}
        self._passphrase: str | None = None

    def take(self, words: list[str]) -> bool:
        """Return whether the line was understood."""
        match words:
            case ["repository"]:
                self._repositories.append({})
            case ["where" | "label" as word, text] if self._repositories:
                self._repositories[-1].setdefault(word, text)
            case ["source" | "database" as word, text]:
                self._lists[word].append(text)
            case ["keep", name, value]:
                self._retention.setdefault(name, value)
            case ["passphrase", path]:
                self._passphrase = None if path.startswith(CUT) else path
            case _:
                return False
        return True

    def job(self) -> BackupJob:
        """Return the job."""
        return BackupJob(
            tool=self._tool,
            label=label_of(self._tool, self._path),
            configuration=self._path,
            sources=tuple(dict.fromkeys(self._lists["source"])),
            databases=tuple(dict.fromkeys(self._lists["database"])),
            repositories=tuple(
                repository(one.get("where"), one.get("label")) for one in self._repositories if one
            ),
            retention=tuple(
                Retention(name=name, value=value) for name, value in self._retention.items()
            ),
            passphrase_file=self._passphrase,
        )


def label_of(tool: str, path: str) -> str | None:
    """Return the label of a configuration's job: its name, or the account whose it is.

    Sample: `/etc/borgmatic.d/photos.yaml`.

    Source: borgmatic 1.7, `--config`; restic and rsnapshot have one place, more by custom.
    """
    file = PurePosixPath(path)
    name = file.name.removeprefix(".").rsplit(".", 1)[0].removeprefix(f"{tool}-")
    owner = file.parts[2] if file.parts[1:2] == ("home",) and len(file.parts) > 3 else ""  # noqa: PLR2004  /home/NAME/FILE
    words = [owner, "" if name in _UNNAMED else name]
    return "/".join(word for word in words if word) or None


def repository(where: str | None, label: str | None = None) -> BackupRepository:
    """Return a repository; a location that was cut on the server is not known.

    Sample: `ssh://nas.example.org:22/./river`.

    Source: borg 1.2 and restic 0.14, forms of a repository.
    """
    location = None if where is None or where.startswith(CUT) else where
    known = None if label is None or label.startswith(CUT) else label
    return BackupRepository(location=location, server=server_of(location or ""), label=known)


def server_of(location: str) -> str | None:
    """Return the server in a location, or the word of a storage service; None for a local path.

    Sample: `sftp:nas.example.org:/srv/restic`.

    Source: borg 1.2 and restic 0.14, forms of a repository.
    """
    if location.startswith(("/", "~", "local:", "file:")):
        return None
    for form in (_URL, _SERVICE, _NAMED):
        if found := form.match(location):
            return found[1]
    return None
