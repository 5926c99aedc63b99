"""Real backup tools with real repositories: what they did is found, and no passphrase leaves."""

import re
import subprocess
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

import pytest

from heirbook.collectors.frames import parse_frames
from heirbook.collectors.interpret import interpret
from heirbook.collectors.script import assemble
from heirbook.inventory.backup import Backups
from heirbook.inventory.section_state import SectionState
from tests.collectors.framed import NONCE, SHELLS, UNITS, Printed, run_script
from tests.real_parts import SYSTEM_PATH, need, need_root

OLD = datetime(2025, 10, 17, 10, tzinfo=UTC)
"""More than 400 days before the servers' own day."""
LATER = datetime(2038, 2, 1, tzinfo=UTC)
"""After the last second that 32 bits hold."""
BORGMATIC = """location:
    source_directories:
        - {folder}/source   # what matters
    repositories:
        - {folder}/borg
storage:
    encryption_passphrase: "CANARY-borg"
    borg_base_directory: {folder}/home
retention:
    keep_daily: 7
hooks:
    before_check: ["true CANARY-hook"]
    postgresql_databases:
        - name: shop
          username: CANARY-user
          password: CANARY-database
"""
RESTIC = """RESTIC_REPOSITORY={folder}/restic
export RESTIC_PASSWORD='CANARY restic $(false)'
RESTIC_REST_PASSWORD=CANARY-rest
"""
RSNAPSHOT = """config_version\t1.2
snapshot_root\t{folder}/snapshots/
cmd_rsync\t{rsync}
lockfile\t{folder}/rsnapshot.pid
retain\talpha\t3
backup\t{folder}/source/\tlocal/
backup_script\t/bin/true --password=CANARY-script\tdump/
"""


class Lab:
    """A home with configurations of all three tools, and their repositories."""

    def __init__(self, folder: Path) -> None:
        need_root()
        self._borg, self._restic, self._rsnapshot, rsync = need(
            "borg", "restic", "rsnapshot", "rsync"
        )
        need("borgmatic", "unshare")
        self.folder = folder
        for path, text in {
            "source/letter": "Labas",
            "home/.config/borgmatic/config.yaml": BORGMATIC,
            "home/.config/restic/letters.env": RESTIC,
            "rsnapshot.conf": RSNAPSHOT,
        }.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text.replace("{folder}", str(folder)).replace("{rsync}", rsync))

    def save(self) -> None:
        """Make a backup with each tool."""
        borg = {"BORG_PASSPHRASE": "CANARY-borg", "BORG_BASE_DIR": f"{self.folder}/home"}
        repository = str(self.folder / "borg")
        source = str(self.folder / "source")
        self._run([self._borg, "init", "-e", "repokey", repository], borg)
        stamp = ["--timestamp", OLD.strftime("%Y-%m-%dT%H:%M:%S")]
        self._run([self._borg, "create", *stamp, f"{repository}::a", source], borg)
        restic = {
            "RESTIC_REPOSITORY": str(self.folder / "restic"),
            "RESTIC_PASSWORD": "CANARY restic $(false)",
        }
        self._run([self._restic, "init"], restic)
        self._run([self._restic, "backup", "--time", f"{OLD:%Y-%m-%d %H:%M:%S}", source], restic)
        self._run([self._rsnapshot, "-c", f"{self.folder}/rsnapshot.conf", "alpha"], {})
        newest = self.folder / "snapshots" / "alpha.0"
        subprocess.run(["touch", "-d", LATER.isoformat(), newest], check=True)

    def _run(self, argv: list[str], environment: dict[str, str]) -> None:
        home = {"PATH": SYSTEM_PATH, "HOME": str(self.folder / "home"), "TZ": "UTC0"}
        subprocess.run(argv, env=home | environment, check=True, timeout=120, capture_output=True)

    def collect(self, deep: Collection[str], shell: str = "dash") -> Printed:
        """Return what the section prints on this server, of the machine's own files nothing."""
        steps = f"""for d in /root /etc/borgmatic /etc/borgmatic.d /etc/restic; do
            [ ! -d $d ] || mount -t tmpfs tmpfs $d
        done
        mount --bind {self.folder}/rsnapshot.conf /etc/rsnapshot.conf
        exec "$@\""""
        inside = ("unshare", "--mount", "sh", "-c", steps, "sh")
        script = assemble([UNITS["backup"]], deep=frozenset(deep))
        return run_script(script, SHELLS[shell], inside, home=str(self.folder / "home"))


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """Return three tools that each made a backup."""
    lab = Lab(tmp_path_factory.mktemp("backups"))
    lab.save()
    return lab


def state(printed: Printed) -> SectionState[Backups]:
    """Return the section's state, after looking for planted values in all that was printed."""
    assert re.findall(rb".*CANARY.*", printed.stdout + printed.stderr) == []
    frames = parse_frames(printed.stdout, printed.stderr, NONCE)
    assert frames.final
    found = interpret(UNITS["backup"], frames.sections["backup"], str)
    assert isinstance(found.facts, Backups)
    return SectionState[Backups].model_validate(found.model_dump())


def facts(printed: Printed) -> Backups:
    """Return the facts of an answer that was whole."""
    found = state(printed)
    assert (found.state, found.facts is not None) == ("ok", True)
    assert found.facts
    return found.facts


@pytest.mark.root
@pytest.mark.parametrize("shell", ["dash", "busybox"])
def test_configurations_tell_what_is_saved_where(lab: Lab, shell: str) -> None:
    found = facts(lab.collect((), shell))
    jobs = {job.identity(): job for job in found.jobs}
    assert set(jobs) == {"borgmatic", "restic/letters", "rsnapshot"}
    assert jobs["borgmatic"].sources == (f"{lab.folder}/source",)
    assert jobs["borgmatic"].databases == ("postgresql/shop",)
    assert jobs["borgmatic"].passphrase_file == f"{lab.folder}/home/.config/borgmatic/config.yaml"
    assert [keep.value for keep in jobs["borgmatic"].retention] == ["7"]
    places = {name: [one.location for one in job.repositories] for name, job in jobs.items()}
    assert places == {
        "borgmatic": [f"{lab.folder}/borg"],
        "restic/letters": [f"{lab.folder}/restic"],
        "rsnapshot": [f"{lab.folder}/snapshots/"],
    }
    assert found.deep == ()


@pytest.mark.root
def test_caches_and_folders_show_when_a_backup_ran(lab: Lab) -> None:
    found = facts(lab.collect(()))
    kinds = {(one.job, one.kind) for one in found.evidence if one.at}
    assert kinds == {("borgmatic", "cache"), ("restic/letters", "cache"), ("rsnapshot", "folder")}
    (rsnapshot,) = (job for job in found.jobs if job.tool == "rsnapshot")
    assert [one.at for one in found.successes(rsnapshot)] == [LATER]


@pytest.mark.root
@pytest.mark.parametrize("shell", ["dash", "busybox"])
def test_a_repository_that_may_be_asked_tells_the_time_of_its_newest_archive(
    lab: Lab, shell: str
) -> None:
    found = facts(lab.collect({"borgmatic", "restic"}, shell))
    jobs = {job.identity(): job for job in found.jobs}
    assert found.deep == ("borgmatic", "restic")
    for name in ("borgmatic", "restic/letters"):
        shown = [(one.kind, one.at) for one in found.successes(jobs[name])]
        assert shown == [("archive", OLD)]
    assert jobs["restic/letters"].sources == (f"{lab.folder}/source",)


@pytest.mark.root
def test_a_repository_that_cannot_be_asked_is_a_gap(tmp_path: Path) -> None:
    found = state(Lab(tmp_path).collect({"borgmatic", "restic"}))
    assert found.state == "partial"
    home = tmp_path / "home/.config"
    assert {gap.path for gap in found.gaps} == {
        f"{home}/borgmatic/config.yaml",
        f"{home}/restic/letters.env",
    }
