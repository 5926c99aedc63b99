"""Real Debian servers of arm64 and armhf: the whole script inside, and a collection over ssh."""

import shutil

import pytest

from heirbook.collectors.frames import answers, parse_frames
from heirbook.collectors.interpret import interpret
from heirbook.collectors.script import assemble
from heirbook.inventory.access import Accounts
from heirbook.inventory.network import Sockets
from heirbook.inventory.record import Facts
from heirbook.inventory.server import Hardware, Kernel, Os
from tests.collectors.framed import NONCE, UNITS, run_script
from tests.collectors.lab_bench import collected, run_inside
from tests.faults.bench import Bench
from tests.parts.foreign import Foreign, foreign_root

pytestmark = [pytest.mark.sshd, pytest.mark.root, pytest.mark.slow]
MACHINES = {"arm64": ("aarch64", 64), "armhf": ("armv7l", 32)}


@pytest.fixture(scope="module")
def bench(foreign: Foreign, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Return what `heirbook collect` found on the foreign server."""
    folder = tmp_path_factory.mktemp("foreign")
    return collected(folder, foreign.lab, {"foreign": (foreign.server, "root")})


def facts_of(bench: Bench, section: str) -> Facts:
    """Return what was learned of the foreign server in one section."""
    facts = bench.source("foreign").sections[section].facts
    assert facts is not None, section
    return facts


def test_the_whole_script_ends_well_under_its_dash_and_writes_nothing(foreign: Foreign) -> None:
    run = run_inside(foreign.server, ("/bin/dash",))
    assert (run.printed.status, run.frames.final, run.frames.noise_bytes) == (0, True, 0)
    assert set(run.frames.sections) == set(UNITS)
    assert [name for name, section in run.frames.sections.items() if section.broken] == []
    assert run.written == frozenset()


def test_its_own_sshd_lets_a_whole_collection_through(foreign: Foreign, bench: Bench) -> None:
    source = bench.source("foreign")
    assert (source.privilege, source.reason) == ("root", None)
    states = {name: state.state for name, state in source.sections.items() if state.state != "ok"}
    assert states == {"time": "missing_tool"}
    assert "Accepted publickey for root" in foreign.server.log


def test_the_processor_is_named_by_kernel_and_userland(foreign: Foreign, bench: Bench) -> None:
    kernel, hardware, system = (facts_of(bench, name) for name in ("uname", "hw", "os"))
    assert isinstance(kernel, Kernel)
    assert isinstance(hardware, Hardware)
    assert isinstance(system, Os)
    machine, bits = MACHINES[foreign.architecture]
    assert (kernel.kernel, kernel.machine) == ("Linux", machine)
    assert (hardware.userland, hardware.bits) == (foreign.architecture, bits)
    assert system.id == "debian"


def test_its_accounts_and_its_sshd_are_found(foreign: Foreign, bench: Bench) -> None:
    accounts, sockets = (facts_of(bench, name) for name in ("users", "sockets"))
    assert isinstance(accounts, Accounts)
    assert isinstance(sockets, Sockets)
    assert [one.name for one in accounts.accounts] == ["root"]
    place = foreign.server.address, foreign.server.port
    assert place in {(one.address, one.port) for one in sockets.listeners}


def test_a_64_bit_kernel_below_a_32_bit_userland_is_told_apart(foreign: Foreign) -> None:
    """Its `uname` is a program of 64 bits, which hears of the kernel what a Pi's own would."""
    if foreign.architecture == "armhf":
        place = foreign.server.files / "usr/local/bin/uname"
        place.parent.mkdir(parents=True)
        shutil.copy(foreign_root("arm64") / "usr/bin/busybox", place)
    script = assemble((UNITS["uname"], UNITS["hw"]))
    printed = run_script(script, ("/bin/dash",), foreign.server.enter)
    frames = parse_frames(printed.stdout, printed.stderr, NONCE)
    got = answers(frames, ["uname", "hw"])
    kernel, hardware = (interpret(UNITS[name], got[name], str).facts for name in ("uname", "hw"))
    assert isinstance(kernel, Kernel)
    assert isinstance(hardware, Hardware)
    assert (kernel.machine, hardware.userland) == ("aarch64", foreign.architecture)
