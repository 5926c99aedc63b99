"""What shows that backups ran: caches, folders, units of systemd, and archives."""

import re
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from heirbook.collectors.readers.backup_jobs import Jobs, Run, repository
from heirbook.collectors.readers.file_stat import moment_of
from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.readers.properties import Block, blocks, calendar_of
from heirbook.inventory.backup import BackupJob

_UNIT = re.compile(
    r"(borgmatic|borg|restic|rsnapshot|kopia|duplicity|duplicacy|rclone|rdiff-backup|pgbackrest)"
    r"(?:backup)?(?:[-@](.*))?\.(?:service|timer)",
    re.ASCII,
)
_OTHER_WORK = {
    "prune", "check", "forget", "verify", "compact", "clean", "cleanup", "exporter", "server",
    "rest", "mount", "stats", "ui", "web", "info", "test", "restore",
}  # fmt: skip
_WORDS = re.compile(r"[-@_]", re.ASCII)
_FILLING = r"(?:backups?|job|run|create|hourly|daily|weekly|monthly)"
_FILLED = re.compile(rf"^(?:{_FILLING}(?:[-@_]|$))+|(?:(?:^|[-@_]){_FILLING})+$", re.ASCII)
_FRACTION = re.compile(r"\.\d+", re.ASCII)
_PATHS = TypeAdapter(tuple[str, ...])


def note_times(lines: Lines, jobs: Jobs) -> None:
    """Keep the times of caches and of rsnapshot's folders.

    Sample: `cache restic /root/.cache/restic 1a2b3c4d 1795263457`, with tabs, a location at the
    end; `folder /etc/rsnapshot.conf /srv/snapshots/daily.0 1795263457`.

    Source: borg 1.2, restic 0.14, rsnapshot 1.4.
    """
    for line in lines:
        match line.split("\t"):
            case ["cache", tool, folder, id_, time, where]:
                if at := moment_of(time):
                    _note_cache(jobs, tool, Run("cache", f"{folder}/{id_}", at), (id_, where))
            case ["folder", configuration, path, time] if job := jobs.configured_by(configuration):
                jobs.note([job.identity()], Run("folder", path, moment_of(time)))
            case _:
                lines.refuse()


def _note_cache(jobs: Jobs, tool: str, run: Run, about: tuple[str, str]) -> None:
    """Keep a cache as evidence of the jobs that write to its repository."""
    id_, where = about
    seen = repository(where or None).model_copy(update={"id": id_})
    names = jobs.writing_to(seen.location)
    if not names:
        names = jobs.of(tool, None)
        for job in (jobs.jobs[name] for name in names if name in jobs.jobs):
            if not job.configuration:
                jobs.change(job.identity(), repositories=(*job.repositories, seen))
    jobs.note(names, run)


def note_units(lines: Lines, jobs: Jobs) -> None:
    """Keep how units ended that bear a tool's name, and when timers start them.

    Sample: `Id=borgmatic.service`.

    Source: systemd 252, systemctl(1), `show`.
    """
    for block in blocks(lines):
        unit = block.one("Id") or ""
        named = _UNIT.fullmatch(unit)
        if not named:
            continue
        rest = named[2] or ""
        if not _OTHER_WORK.isdisjoint(_WORDS.split(rest)):
            continue
        label = _FILLED.sub("", rest) or None
        run = _timer_run if unit.endswith(".timer") else _service_run
        run(block, jobs, (named[1], label))


def _service_run(block: Block, jobs: Jobs, of: tuple[str, str | None]) -> None:
    ended, result = block.moment("ExecMainExitTimestamp"), block.one("Result")
    if ended or result not in (None, "success"):
        jobs.note(jobs.of(*of), Run("unit", block.one("Id") or "", ended, result))


def _timer_run(block: Block, jobs: Jobs, of: tuple[str, str | None]) -> None:
    calendar = {calendar_of(value) for value in block.every("TimersCalendar")} - {""}
    started = block.moment("LastTriggerUSec")
    if not calendar and not started:
        return
    names = jobs.of(*of)
    for job in (jobs.jobs[name] for name in names if name in jobs.jobs):
        schedule = tuple(sorted({*job.schedule, *calendar}))
        jobs.change(job.identity(), schedule=schedule)
    if started:
        jobs.note(names, Run("timer", block.one("Id") or "", started))


def note_archives(lines: Lines, jobs: Jobs) -> None:
    """Keep the newest archives of repositories that were asked, and of restic what it saved.

    Sample: `archive /etc/restic.env  2026-11-20T02:10:07.12+02:00`, with tabs.

    Source: borgmatic 1.7, `list --json`; restic 0.14, `snapshots --json`.
    """
    for line in lines:
        match line.split("\t"):
            case ["archive", path, where, time] if job := jobs.configured_by(path):
                at = _archive_time(time)
                place = repository(where).location or _only_location(job) or path
                if at:
                    jobs.note([job.identity()], Run("archive", place, at))
                else:
                    lines.refuse()
            case ["paths", path, text] if job := jobs.configured_by(path):
                if (paths := _paths(text)) is None:
                    lines.refuse()
                else:
                    sources = tuple(sorted({*job.sources, *paths}))
                    jobs.change(job.identity(), sources=sources)
            case _:
                lines.refuse()


def _only_location(job: BackupJob) -> str | None:
    return job.repositories[0].location if len(job.repositories) == 1 else None


def _archive_time(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(_FRACTION.sub("", text))
    except ValueError:
        return None
    return at if at.tzinfo else None


def _paths(text: str) -> tuple[str, ...] | None:
    try:
        return _PATHS.validate_json(text)
    except ValidationError:
        return None
