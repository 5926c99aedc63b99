"""F26 to F29 and the whole way: four real sshd, one behind another, from `collect` to the book."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest

from tests.faults.bench import RECORDED, Bench, Ran, Settings
from tests.parts.sshd import Account, Fleet, SshLab, SshServer
from tests.real_parts import need

pytestmark = [pytest.mark.sshd, pytest.mark.root, pytest.mark.slow]
ROOT_ONLY = ("sudoers",)
GERMAN = "SetEnv LC_ALL=C.UTF-8 LANGUAGE=de LANG=de_DE.UTF-8"


def ssh(server: SshServer, via: Sequence[str] = ()) -> Settings:
    """Return how ssh.yml names one of the lab's servers."""
    return {
        "address": server.address,
        "port": server.port,
        "user": server.user,
        "budget": "90s",
        "via": list(via),
    }


def collected(bench: Bench, servers: dict[str, SshServer]) -> Ran:
    """Return a run over these servers, which must all be reached."""
    bench.declare({name: ssh(server) for name, server in servers.items()})
    bench.pin(*(line for server in servers.values() for line in server.pin_lines))
    ran = bench.process("collect", "--commit")
    assert ran.code in {0, 4}, ran.err
    return ran


@pytest.fixture
def lab_bench(bench: Bench, ssh_lab: SshLab) -> Bench:
    """Return a workspace whose key opens the lab's servers."""
    bench.identity.write_bytes(ssh_lab.identity.read_bytes())
    return bench


@dataclass
class Book:
    """A fleet collected and built."""

    bench: Bench
    ran: Ran
    built: Ran


@pytest.fixture(scope="module")
def book(fleet: Fleet, tmp_path_factory: pytest.TempPathFactory) -> Book:
    bench = Bench(tmp_path_factory.mktemp("fleet"))
    bench.identity.write_bytes(fleet.lab.identity.read_bytes())
    servers = {name: ssh(getattr(fleet, name)) for name in ("upe", "pi", "box")}
    bench.declare(servers | {"nas": ssh(fleet.nas, via=["upe"]), "gone": {"port": 1}})
    bench.pin(fleet.known_hosts)
    bench.commit_all()
    ran = bench.process("collect", "--commit")
    return Book(bench, ran, bench.process("build"))


def test_the_whole_fleet_is_collected_around_the_one_that_is_gone(book: Book) -> None:
    assert book.ran.code == 4
    assert book.ran.said_of("gone")[0].endswith("connection refused (connect)")
    book.bench.require_sound()
    assert book.bench.git("status", "--porcelain", "inventory") == ""


@pytest.mark.parametrize(
    ("name", "privilege"), [("upe", "root"), ("nas", "sudo"), ("pi", "user"), ("box", "user")]
)
def test_each_server_is_seen_with_the_rights_it_gives(
    book: Book, name: str, privilege: str
) -> None:
    source = book.bench.source(name)
    assert source.privilege == privilege
    assert source.reason is None
    for section in ("meta", "os", "uname", "mounts", "ipaddr", "certs"):
        assert source.sections[section].state == "ok", (section, source.sections[section])


@pytest.mark.parametrize("name", ["upe", "nas", "pi", "box", "gone"])
def test_each_server_has_its_page_in_both_languages(book: Book, name: str) -> None:
    assert book.built.code == 0, book.built.err
    (edition,) = [path for path in (book.bench.root / "book").iterdir() if path.is_dir()]
    for folder in ("", "lt/"):
        page = edition / f"{folder}servers/{name}.html"
        assert name in page.read_text("utf-8")


def test_a_jump_server_that_is_gone_is_named(lab_bench: Bench, fleet: Fleet) -> None:
    lab_bench.declare({"upe": {"port": 1}, "nas": ssh(fleet.nas, via=["upe"])})
    lab_bench.pin(fleet.known_hosts)
    ran = lab_bench.run("collect")
    assert ran.code == 3
    error, hint = ran.said_of("nas")
    assert error.endswith("server 'nas': jump server 'upe': connection refused (connect)")
    assert hint.startswith("heirbook: hint: ssh -p 1 heirbook@127.0.0.1; ")


@pytest.mark.parametrize("name", ["upe", "box"])
def test_what_cannot_exist_is_absent_and_a_missing_tool_is_named(book: Book, name: str) -> None:
    source = book.bench.source(name)
    for section in ("containers", "images", "units", "timers"):
        state = source.sections[section]
        assert (state.state, state.absent) == ("ok", True), section
    clock = book.bench.source("box").sections["time"]
    assert (clock.state, clock.need) == ("missing_tool", "timedatectl chronyc")


@pytest.mark.parametrize("section", ["os", "uname", "resolv", "iproute", "ipaddr", "init"])
def test_busybox_gives_the_same_records_as_debian(book: Book, section: str) -> None:
    one, other = (book.bench.source(name).sections[section] for name in ("box", "pi"))
    assert (one.state, one.facts) == (other.state, other.facts)


@dataclass(frozen=True)
class Refusing:
    """One way in which sudo does not help."""

    account: Account
    rule: str = ""
    absent: bool = False


REFUSING = {
    "asks-password": Refusing(Account("ada", "sudo_password")),
    "not-in-sudoers": Refusing(Account("ada")),
    "denied": Refusing(Account("ada"), "ada ALL=(ALL) NOPASSWD: /usr/bin/id"),
    "absent": Refusing(Account("ada"), absent=True),
}


@pytest.fixture(scope="module")
def refusing(ssh_lab: SshLab) -> Iterator[dict[str, SshServer]]:
    started = {}
    for name, case in REFUSING.items():
        server = started[name] = ssh_lab.start(name, case.account)
        server.write("/etc/sudoers.d/secret", "root ALL=(ALL) ALL\n", "440")
        if case.rule:
            server.write("/etc/sudoers.d/ada", f"{case.rule}\n", "440")
        if case.absent:
            server.run("rm", "-f", "/usr/bin/sudo", "/usr/bin/doas")
    yield started
    for server in started.values():
        server.stop()


def test_without_sudo_what_only_root_may_see_is_denied_and_never_empty(
    lab_bench: Bench, refusing: dict[str, SshServer]
) -> None:
    ran = collected(lab_bench, refusing)
    assert ran.code == 0, ran.err
    for name in refusing:
        source = lab_bench.source(name)
        assert source.privilege == "user"
        for section in ROOT_ONLY:
            state = source.sections[section]
            assert (state.state, state.need) == ("denied", "root"), (name, section, state)
            assert state.facts is None
        assert source.sections["os"].state == "ok"
        assert f"server/{name}: denied" in ran.out


def test_a_foreign_language_changes_no_record(lab_bench: Bench, ssh_lab: SshLab) -> None:
    need("nsenter")
    german = ssh_lab.start("klaus", Account("root", "root"), config=GERMAN)
    plain = ssh_lab.start("klaus", Account("root", "root"))
    spoken = german.run("env", "LC_ALL=C.UTF-8", "LANGUAGE=de", "sh", "-c", "ls /nowhere 2>&1 || :")
    assert "Zugriff" in spoken, "the server does speak German where it is let"
    collected(lab_bench, {"german": german, "plain": plain})
    one, other = lab_bench.source("german"), lab_bench.source("plain")
    different = {"hostkeys", "sockets", "sshd", "meta", "load", "df", "mounts", "ipaddr", "notes"}
    for name in set(one.sections) - different:
        assert one.sections[name] == other.sections[name], name
    for name in different:
        assert one.sections[name].state == other.sections[name].state
    german.stop()
    plain.stop()


def test_a_good_recording_beside_real_servers_is_fresh(lab_bench: Bench, fleet: Fleet) -> None:
    lab_bench.declare({"pi": ssh(fleet.pi), "rec": RECORDED})
    lab_bench.pin(fleet.known_hosts)
    assert lab_bench.process("collect").code == 0
    assert lab_bench.source("rec").state == "ok"
