"""Backups: jobs that configurations declare, and what shows that they ran."""

from heirbook.collectors.readers.backup_jobs import declared_jobs
from heirbook.collectors.readers.backup_runs import note_archives, note_times, note_units
from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import Answer, ParseError, Section
from heirbook.i18n import N_
from heirbook.inventory.backup import Backups

SECTION = Section(
    title=N_("Backups"),
    command="configurations of borgmatic, restic, rsnapshot; times of caches and folders; units; "
    "where `deep` allows it: borgmatic list --json --last 1, restic snapshots --json --latest 1",
    timeout_s=30,
    order=60,
    root="configurations of other accounts",
    script=r"""
sec backup.files backup_files
sec backup.times backup_times
if has_systemd; then sec backup.units backup_units; else skip backup.units absent; fi
! asked_deep borgmatic || sec backup.borgmatic borgmatic_archives
! asked_deep restic || sec backup.restic restic_snapshots
""",
)


def parse(answer: Answer) -> Backups:
    """Return tools, jobs and the evidence of their runs.

    Raises:
        ParseError: at a line of one part that says nothing known; the others are in it.
    """
    names = ("files", "times", "units", "borgmatic", "restic")
    read = {name: Lines(answer.part(name)) for name in names}
    tools, jobs = declared_jobs(read["files"])
    for tool in ("borgmatic", "restic"):
        note_archives(read[tool], jobs)
    note_units(read["units"], jobs)
    note_times(read["times"], jobs)
    facts = Backups(
        tools=tools,
        deep=tuple(tool for tool in ("borgmatic", "restic") if tool in answer.parts),
        jobs=tuple(jobs.jobs.values()),
        evidence=tuple(jobs.evidence.values()),
    )
    if refused := next((lines.refused for lines in read.values() if lines.refused), None):
        raise ParseError(refused, facts)
    return facts
