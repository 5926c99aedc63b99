"""An old userland as a Synology has it: `timeout -t`, a thin os-release, docker in /usr/local."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from heirbook.collectors.frames import answers, parse_frames
from heirbook.collectors.interpret import interpret
from heirbook.collectors.script import assemble
from heirbook.inventory.access import Accounts
from heirbook.inventory.container import Containers
from heirbook.inventory.record import Facts
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.server import Os
from heirbook.inventory.service import CronTable
from tests.collectors.framed import NONCE, UNITS, Printed, run_script
from tests.collectors.lab_root import SHELLS, add_lab, make_root
from tests.real_parts import need

pytestmark = pytest.mark.root
ACCOUNTS = {"root": "0:0", "rasa": "1026:100"}
ENTER = """set -e
mount --rbind /proc "$1/proc"
mount --rbind /dev "$1/dev"
account=$2 root=$1
shift 2
exec chroot --userspec="$account" "$root" "$@"
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the root folder of the appliance."""
    root = tmp_path_factory.mktemp("synology") / "root"
    make_root(root, "busybox")
    (root / "bin/timeout").unlink()
    (root / "proc").mkdir()
    add_lab(root, "synology")
    for program in ("bin/timeout", "usr/local/bin/docker"):
        (root / program).chmod(0o755)
    return root


def run_in(root: Path, account: str, script: str) -> Printed:
    """Return what a script prints in the root as one of its accounts."""
    (unshare,) = need("unshare")
    apart = (unshare, "--mount", "/bin/sh", "-c", ENTER, "enter", str(root), ACCOUNTS[account])
    return run_script(script, SHELLS["busybox"], apart)


@dataclass(frozen=True)
class Seen:
    """A run of everything, and what came of each section."""

    printed: Printed
    states: dict[str, SectionState[Facts]]


@pytest.fixture(scope="module", params=sorted(ACCOUNTS))
def seen(request: pytest.FixtureRequest, root: Path) -> Seen:
    """Return what one of the accounts sees."""
    return see(root, request.param)


def see(root: Path, account: str) -> Seen:
    """Return what this account sees."""
    printed = run_in(root, account, assemble(tuple(UNITS.values())))
    frames = parse_frames(printed.stdout, printed.stderr, NONCE)
    assert frames.final
    got = answers(frames, list(UNITS))
    return Seen(printed, {name: interpret(unit, got[name], str) for name, unit in UNITS.items()})


def test_every_account_gets_through_without_a_word_of_complaint(seen: Seen) -> None:
    assert seen.printed.status == 0
    assert {name for name, state in seen.states.items() if state.state == "missing_tool"} == {
        "packages", "time",
    }  # fmt: skip
    assert b"not found" not in seen.printed.stderr
    assert b"canary" not in seen.printed.stdout


def test_an_os_release_without_an_id_leaves_it_empty(seen: Seen) -> None:
    facts = seen.states["os"].facts
    assert isinstance(facts, Os)
    assert (facts.id, facts.name) == (None, None)


def test_root_sees_docker_outside_of_the_usual_folders(root: Path) -> None:
    facts = see(root, "root").states["containers"].facts
    assert isinstance(facts, Containers)
    assert [(one.name, one.version) for one in facts.engines] == [("docker", "20.10.3")]
    assert [one.name for one in facts.containers] == ["photos"]


def test_a_plain_user_is_told_that_docker_is_closed_to_it(root: Path) -> None:
    state = see(root, "rasa").states["containers"]
    assert (state.state, state.facts) == ("denied", None)


def test_the_groups_and_the_crontab_of_an_appliance_are_read(root: Path) -> None:
    states = see(root, "root").states
    accounts, cron = states["users"].facts, states["cron"].facts
    assert isinstance(accounts, Accounts)
    assert isinstance(cron, CronTable)
    assert [(one.name, one.groups, one.login) for one in accounts.accounts] == [
        ("root", ("root",), "locked"),
        ("admin", ("administrators",), "locked"),
        ("rasa", ("administrators", "docker"), "password"),
    ]
    assert [(one.schedule, one.user) for one in cron.entries] == [("0 3 * * 6", "root")]


def test_its_timeout_ends_a_program_that_hangs(root: Path) -> None:
    printed = run_in(root, "root", assemble(()) + 'run 1 sleep 60\nprintf "status=%s" $?\n')
    assert printed.stdout.endswith(b"status=143")
