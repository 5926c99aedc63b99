"""Which job a configuration, a unit or a cache belongs to."""

import pytest

from heirbook.collectors.readers.backup_jobs import Jobs, label_of, server_of
from heirbook.collectors.readers.backup_runs import note_times, note_units
from heirbook.collectors.readers.lines import Lines
from heirbook.inventory.backup import BackupJob, BackupRepository

ENDED = "ExecMainExitTimestamp=Fri 2026-11-20 02:14:09 UTC\nResult=success\n"


@pytest.mark.parametrize(
    ("tool", "path", "label"),
    [
        ("borgmatic", "/etc/borgmatic/config.yaml", None),
        ("borgmatic", "/root/.config/borgmatic/config.yaml", None),
        ("borgmatic", "/etc/borgmatic.d/photos.yml", "photos"),
        ("borgmatic", "/home/jonas/.config/borgmatic/config.yaml", "jonas"),
        ("borgmatic", "/home/jonas/.config/borgmatic.d/photos.yaml", "jonas/photos"),
        ("restic", "/etc/restic.env", None),
        ("restic", "/root/.restic.env", None),
        ("restic", "/etc/default/restic-photos", "photos"),
        ("rsnapshot", "/etc/rsnapshot.conf", None),
        ("rsnapshot", "/etc/rsnapshot-nas.conf", "nas"),
    ],
)
def test_a_job_bears_the_name_of_its_configuration(tool: str, path: str, label: str | None) -> None:
    assert label_of(tool, path) == label


@pytest.mark.parametrize(
    ("location", "server"),
    [
        ("/srv/river", None),
        ("~/river", None),
        ("file:///srv/river", None),
        ("river", None),
        ("ssh://nas.example.org:22/./river", "nas.example.org"),
        ("ssh://[2001:db8::1]:22/x", "[2001:db8::1]"),
        ("nas.example.org:river", "nas.example.org"),
        ("sftp:nas.example.org:/srv", "nas.example.org"),
        ("rest:https://nas.example.org:8000/", "nas.example.org"),
        ("s3:https://s3.example.org/river", "s3.example.org"),
        ("s3:s3.example.org/river", "s3.example.org"),
        ("b2:river:photos", "b2"),
        ("rclone:far:river", "far"),
    ],
)
def test_a_location_names_its_server(location: str, server: str | None) -> None:
    assert server_of(location) == server


def jobs(*names: str) -> Jobs:
    """Return these jobs: `restic`, `restic/photos`."""
    found = Jobs()
    for name in names:
        tool, _, label = name.partition("/")
        found.add(BackupJob(tool=tool, label=label or None, configuration=f"/etc/{name}"))
    return found


def noted(found: Jobs, unit: str) -> set[str]:
    """Return the jobs for which the unit's end is evidence."""
    note_units(Lines(f"Id={unit}\n{ENDED}"), found)
    return {one.job for one in found.evidence.values()}


def test_one_run_of_borgmatic_is_evidence_for_all_its_configurations() -> None:
    both = jobs("borgmatic", "borgmatic/photos")
    assert noted(both, "borgmatic.service") == {"borgmatic", "borgmatic/photos"}


def test_a_unit_that_names_a_job_is_evidence_for_this_one() -> None:
    both = jobs("restic/home", "restic/photos")
    assert noted(both, "restic-backup@photos.service") == {"restic/photos"}


def test_a_unit_that_could_be_of_several_jobs_is_evidence_for_none_of_them() -> None:
    both = jobs("restic/home", "restic/photos")
    assert noted(both, "restic-daily.service") == {"restic"}
    assert set(both.jobs) == {"restic/home", "restic/photos"}


def test_a_unit_alone_shows_that_there_is_a_job() -> None:
    none = jobs()
    assert noted(none, "restic-nas-backup.service") == {"restic/nas"}
    assert set(none.jobs) == {"restic/nas"}


@pytest.mark.parametrize(
    "unit",
    ["restic-check.service", "restic-rest-server.service", "borg-prune@x.service",
     "rclone-mount.service", "resticker.service", "mybackup.service"],
)  # fmt: skip
def test_other_work_of_a_tool_is_no_backup(unit: str) -> None:
    none = jobs()
    assert noted(none, unit) == set()
    assert none.jobs == {}


def test_a_cache_is_evidence_for_the_job_that_writes_to_its_repository() -> None:
    found = jobs("borgmatic/home", "borgmatic/photos")
    place = BackupRepository(location="nas.example.org:photos", server="nas.example.org")
    found.change("borgmatic/photos", repositories=(place,))
    line = "cache\tborg\t/root/.cache/borg\t157fb1f2\t1795140000\t{}\n"
    note_times(Lines(line.format("nas.example.org:photos")), found)
    assert {one.job for one in found.evidence.values()} == {"borgmatic/photos"}
    note_times(Lines(line.format("nas.example.org:other")), found)
    assert found.jobs["borg"].repositories[0].location == "nas.example.org:other"
