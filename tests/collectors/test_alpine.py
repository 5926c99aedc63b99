"""F28: a server like Alpine gives the same records as Debian, as root, by doas, as a plain user."""

import pytest

from heirbook.collectors.frames import answers, parse_frames
from heirbook.collectors.interpret import interpret
from heirbook.collectors.script import assemble
from heirbook.inventory.access import Accounts
from heirbook.inventory.network import Sockets
from heirbook.inventory.record import Facts
from heirbook.inventory.server import Hardware, PackageState
from heirbook.inventory.service import CronTable, InitServices
from heirbook.inventory.storage import Disks
from tests.collectors.framed import NONCE, UNITS, run_script
from tests.collectors.lab_bench import collected, run_inside, watched_files
from tests.faults.bench import Bench
from tests.parts.alpine import ACCOUNTS, FILES
from tests.parts.sshd import Account, SshLab, SshServer

pytestmark = [pytest.mark.sshd, pytest.mark.root, pytest.mark.slow]
AS_ON_DEBIAN = ("uname", "mounts", "ipaddr", "iproute", "resolv", "reboot", "authkeys", "sshd")
BY_ROOT = ("init", "users", "cron", "sudoers", "packages", "os", "hw", "sshd", "authkeys")
FOREIGN_TO_IT = {"units", "timers", "containers", "images", "swarm", "pi", "k8s", "crictl"}


@pytest.fixture(scope="module")
def twin(ssh_lab: SshLab) -> SshServer:
    """Return a Debian with the same accounts and the same crontab."""
    accounts = Account("root", "root"), Account("heirbook", "sudo"), Account("plain")
    server = ssh_lab.start("twin", *accounts)
    crontab = (FILES / "etc/crontabs/root").read_text("ascii")
    server.write("/var/spool/cron/crontabs/root", crontab, "600")
    server.run("/bin/sh", "-c", "cp /etc/heirbook-lab/ssh_host_* /etc/ssh/")
    return server


@pytest.fixture(scope="module")
def bench(
    ssh_lab: SshLab, alpine: SshServer, twin: SshServer, tmp_path_factory: pytest.TempPathFactory
) -> Bench:
    """Return what was collected: Alpine by each account, its twin as root."""
    logins = {account.user: (alpine, account.user) for account in ACCOUNTS}
    return collected(tmp_path_factory.mktemp("alpine"), ssh_lab, logins | {"twin": (twin, "root")})


def facts_of(bench: Bench, name: str, section: str) -> Facts:
    """Return what was learned of a server in one section."""
    facts = bench.source(name).sections[section].facts
    assert facts is not None, (name, section)
    return facts


@pytest.mark.parametrize(("name", "privilege"), [("root", "root"), ("heirbook", "doas"),
                                                 ("plain", "user")])  # fmt: skip
def test_each_account_has_the_rights_it_was_given(bench: Bench, name: str, privilege: str) -> None:
    source = bench.source(name)
    assert (source.privilege, source.reason) == (privilege, None)
    assert set(source.sections) == set(UNITS)


@pytest.mark.parametrize("name", ["root", "heirbook"])
def test_nothing_is_lost_but_what_is_not_installed(bench: Bench, name: str) -> None:
    sections = bench.source(name).sections
    states = {section: state.state for section, state in sections.items() if state.state != "ok"}
    assert states == {"time": "missing_tool"}
    assert {section for section, state in sections.items() if state.absent} >= FOREIGN_TO_IT


def test_a_plain_user_is_told_what_it_may_not_see(bench: Bench) -> None:
    sections = bench.source("plain").sections
    assert (sections["sudoers"].state, sections["sudoers"].need) == ("denied", "root")
    assert [(gap.kind, gap.path) for gap in sections["users"].gaps] == [("denied", "/etc/shadow")]


@pytest.mark.parametrize("section", BY_ROOT)
def test_doas_sees_what_root_sees(bench: Bench, section: str) -> None:
    assert facts_of(bench, "heirbook", section) == facts_of(bench, "root", section)


@pytest.mark.parametrize("section", AS_ON_DEBIAN)
def test_busybox_tells_what_the_tools_of_debian_tell(bench: Bench, section: str) -> None:
    one, other = (bench.source(name).sections[section] for name in ("root", "twin"))
    assert (one.state, one.facts) == (other.state, other.facts)


def test_openrc_tells_services_their_levels_and_states(bench: Bench) -> None:
    facts = facts_of(bench, "root", "init")
    assert isinstance(facts, InitServices)
    assert [(one.name, one.system, one.levels, one.state) for one in facts.services] == [
        ("crond", "openrc", ("default",), "started"),
        ("hostname", "openrc", ("boot",), "started"),
        ("sshd", "openrc", ("default",), "started"),
    ]


def test_a_service_that_openrc_has_to_read_anew_is_no_line_of_another_form(
    alpine: SshServer,
) -> None:
    alpine.write("/etc/init.d/crond", (FILES / "etc/init.d/crond").read_text("ascii"), "755")
    alpine.run("touch", "-t", "203001010000", "/etc/init.d/crond")
    printed = run_script(assemble((UNITS["init"],)), ("/bin/busybox", "sh"), alpine.enter)
    assert b"Caching service dependencies" in printed.stdout
    frames = parse_frames(printed.stdout, printed.stderr, NONCE)
    state = interpret(UNITS["init"], answers(frames, ["init"])["init"], str)
    assert (state.state, state.reason) == ("ok", None)


def test_accounts_are_those_of_debian_but_for_the_shell_of_root(bench: Bench) -> None:
    alpine, debian = (facts_of(bench, name, "users") for name in ("root", "twin"))
    assert isinstance(alpine, Accounts)
    assert isinstance(debian, Accounts)
    same = [one.model_copy(update={"shell": "/bin/bash"} if one.uid == 0 else {})
            for one in alpine.accounts]  # fmt: skip
    assert same == list(debian.accounts)


def test_a_crontab_of_busybox_gives_the_entries_of_debian(bench: Bench) -> None:
    alpine, debian = (facts_of(bench, name, "cron") for name in ("root", "twin"))
    assert isinstance(alpine, CronTable)
    assert isinstance(debian, CronTable)
    spool = "/var/spool/cron/crontabs/root"
    moved = [one.model_copy(update={"file": spool}) for one in alpine.entries]
    assert moved == [one for one in debian.entries if one.file == spool]
    assert [(script.path, script.mode) for script in alpine.scripts] == [
        ("/etc/periodic/daily/backup", "755")
    ]


def test_what_listens_is_found_without_ss(bench: Bench, alpine: SshServer) -> None:
    facts = facts_of(bench, "root", "sockets")
    assert isinstance(facts, Sockets)
    assert ("tcp", alpine.address, alpine.port) in {
        (one.protocol, one.address, one.port) for one in facts.listeners
    }


def test_disks_are_found_without_lsblk(bench: Bench) -> None:
    alpine, debian = (facts_of(bench, name, "lsblk") for name in ("root", "twin"))
    assert isinstance(alpine, Disks)
    assert isinstance(debian, Disks)
    sizes = {one.name: one.size_bytes for one in debian.disks if one.kind == "disk"}
    found = {one.name: one.size_bytes for one in alpine.disks}
    assert found.items() >= sizes.items()


def test_apk_is_the_package_manager(bench: Bench) -> None:
    packages, hardware = (facts_of(bench, "root", section) for section in ("packages", "hw"))
    assert isinstance(packages, PackageState)
    assert isinstance(hardware, Hardware)
    assert (packages.manager, packages.pending_security) == ("apk", ())
    assert (hardware.userland, hardware.bits) == ("x86_64", None)


def test_the_script_ends_well_under_busybox_and_writes_nothing(alpine: SshServer) -> None:
    run = run_inside(alpine, ("/bin/busybox", "sh"))
    assert (run.printed.status, run.frames.final, run.frames.noise_bytes) == (0, True, 0)
    assert set(run.frames.sections) == set(UNITS)
    assert run.written == frozenset()


def test_the_watch_for_written_files_sees_one(alpine: SshServer) -> None:
    before = watched_files(alpine)
    alpine.write("/srv/written", "later\n")
    (line,) = watched_files(alpine) - before
    assert line.endswith("/srv/written")
