"""Keys put on accounts of real SSH servers and taken off, with all that may be in the way."""

import secrets
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import paramiko
import pytest

from heirbook.collectors.hop import Hop, Place, Route
from heirbook.collectors.pins import parse_pins
from heirbook.collectors.ssh import SshTransport
from heirbook.collectors.transport import Completed
from heirbook.onboarding.authorise import (
    Answer,
    KeyOptions,
    add_script,
    answer_of,
    remove_script,
)
from tests.onboarding.keys import Pair, make_pair
from tests.parts.sshd import Account, SshLab, SshServer

pytestmark = [pytest.mark.sshd, pytest.mark.root]
HOME = "/home/jonas"
KEYS = f"{HOME}/.ssh/authorized_keys"
SHELLS = ("dash", "bash", "busybox")


@pytest.fixture(scope="module")
def servers(ssh_lab: SshLab) -> dict[str, SshServer]:
    """Return servers whose sh is dash, bash and busybox, each with an account `jonas`."""
    accounts = (Account("root", "root"), Account("jonas"), Account("rasa", "sudo"))
    made = {
        "dash": ssh_lab.start("dash", *accounts),
        "bash": ssh_lab.start("bash", *accounts),
        "busybox": ssh_lab.start(
            "small", Account("root", "root"), Account("jonas"), flavour="busybox"
        ),
    }
    made["bash"].run("ln", "-sf", "bash", "/usr/bin/sh")
    made["busybox"].run("sed", "-i", "s|/bin/bash|/bin/sh|", "/etc/passwd")
    return made


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return make_pair(tmp_path_factory.mktemp("pair"), "ed25519")


@pytest.fixture
def dash(servers: dict[str, SshServer], ssh_lab: SshLab) -> SshServer:
    """Return the server with dash, jonas' file as it was in the beginning."""
    server = servers["dash"]
    server.run("sh", "-c", f"rm -rf {HOME}/.ssh; mkdir -m 700 {HOME}/.ssh")
    put(server, f"{ssh_lab.public_key}\n")
    return server


def put(server: SshServer, text: str) -> None:
    server.write(KEYS, text, "600")
    server.run("chown", "-R", "jonas:", f"{HOME}/.ssh")


def content(server: SshServer) -> str:
    return (server.files / KEYS.removeprefix("/")).read_bytes().decode()


def ask(lab: SshLab, server: SshServer, user: str, script: str) -> tuple[Answer, int | None]:
    hop = Hop(
        Place(server.name, server.address, server.port),
        user,
        paramiko.PKey.from_path(lab.identity),
    )
    transport = SshTransport(Route((), hop), parse_pins("".join(server.pin_lines)))
    got = transport.run(script, secrets.token_hex(16), 60)
    assert isinstance(got, Completed), got
    return answer_of(got.stdout.decode()), got.exit_status


Asked = Callable[..., tuple[Answer, int | None]]


@pytest.fixture
def add(ssh_lab: SshLab, dash: SshServer, pair: Pair) -> Asked:
    def added(
        user: str = "jonas", expires: date | None = None, origin: str = ""
    ) -> tuple[Answer, int | None]:
        script = add_script(pair.line, KeyOptions(expires, origin), "jonas")
        return ask(ssh_lab, dash, user, script)

    return added


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("user", ["jonas", "root"])
def test_a_key_is_added_once_opens_the_account_and_is_removed(
    servers: dict[str, SshServer], ssh_lab: SshLab, pair: Pair, shell: str, user: str
) -> None:
    server = servers[shell]
    put(server, f"# mine\n{ssh_lab.public_key}")
    script = add_script(pair.line, KeyOptions(), "jonas")
    answer, status = ask(ssh_lab, server, user, script)
    assert (answer.state, answer.words, status) == ("added", f"1 2 {KEYS}", 0)
    assert content(server) == f"# mine\n{ssh_lab.public_key}\n{pair.line}\n"
    assert server.run("stat", "-c", "%a %U", KEYS).strip() == "600 jonas"
    assert server.run("sh", "-c", f"cat {KEYS}.2* | tail -n 1").strip() == ssh_lab.public_key
    again, status = ask(ssh_lab, server, user, script.replace(" jonas@desktop", " other"))
    assert (again.state, again.words, status) == ("already", f"2 2 {KEYS}", 0)
    opened = paramiko.Transport((server.address, server.port))
    opened.start_client(timeout=20)
    assert opened.auth_publickey("jonas", paramiko.PKey.from_path(pair.private)) == []
    opened.close()
    gone, status = ask(ssh_lab, server, user, remove_script(pair.fingerprint, (), "jonas"))
    assert (gone.state, gone.words, status) == ("removed", f"2 1 {KEYS}", 0)
    assert content(server) == f"# mine\n{ssh_lab.public_key}\n"
    gone, status = ask(ssh_lab, server, user, remove_script(pair.fingerprint, (), "jonas"))
    assert (gone.state, status) == ("absent", 0)
    server.run("sh", "-c", f"rm {KEYS}.2*; ! test -e {HOME}/.ssh/.heirbook-key")


def test_another_accounts_file_is_reached_with_sudo(
    add: Asked, dash: SshServer, ssh_lab: SshLab, pair: Pair
) -> None:
    assert add("rasa")[0].state == "added"
    assert content(dash) == f"{ssh_lab.public_key}\n{pair.line}\n"
    assert dash.run("stat", "-c", "%a %U:%G", KEYS).strip() == "600 jonas:jonas"


def test_nobody_may_act_as_another_without_a_right(
    ssh_lab: SshLab, dash: SshServer, pair: Pair
) -> None:
    script = add_script(pair.line, KeyOptions(), "rasa")
    answer, status = ask(ssh_lab, dash, "jonas", script)
    assert (answer.state, status) == ("refused", 5)
    assert "may not act as 'rasa'" in answer.words
    script = add_script(pair.line, KeyOptions(), "nobody-here")
    assert "no account 'nobody-here'" in ask(ssh_lab, dash, "root", script)[0].words


def test_a_first_key_makes_folder_and_file(add: Asked, dash: SshServer, pair: Pair) -> None:
    dash.run("rm", "-rf", f"{HOME}/.ssh")
    assert add("root")[0].words == f"0 1 {KEYS}"
    assert content(dash) == f"{pair.line}\n"
    modes = dash.run("stat", "-c", "%a %U", f"{HOME}/.ssh", KEYS).split("\n")
    assert modes[:2] == ["700 jonas", "600 jonas"]


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_old_bytes_stay_as_they_were(
    add: Asked, dash: SshServer, ssh_lab: SshLab, pair: Pair, end: str
) -> None:
    old = f"# Windows wrote this\r\n{ssh_lab.public_key}{end}"
    put(dash, old)
    assert add()[0].state == "added"
    assert content(dash) == f"{old}{'' if end else chr(10)}{pair.line}\n"


def test_a_key_in_a_file_of_windows_is_found(
    add: Asked, dash: SshServer, ssh_lab: SshLab, pair: Pair
) -> None:
    put(dash, f"{ssh_lab.public_key}\r\n{' '.join(pair.line.split()[:2])}\r\n")
    assert add()[0].state == "already"
    script = remove_script(pair.fingerprint, (), "jonas")
    assert ask(ssh_lab, dash, "jonas", script)[0].state == "removed"
    assert content(dash) == f"{ssh_lab.public_key}\r\n"


def test_a_key_with_other_options_is_refused_and_left(
    add: Asked, dash: SshServer, ssh_lab: SshLab, pair: Pair
) -> None:
    old = f'{ssh_lab.public_key}\nfrom="192.0.2.1",command="echo hi there" {pair.line}\n'
    put(dash, old)
    answer, status = add()
    assert (answer.state, status) == ("refused", 5)
    assert "other options" in answer.words
    assert content(dash) == old


def test_options_stand_before_the_key(add: Asked, dash: SshServer, pair: Pair) -> None:
    assert add(expires=date(2027, 6, 1), origin="192.0.2.0/24")[0].state == "added"
    line = f'from="192.0.2.0/24",expiry-time="20270601" {pair.line}'
    assert content(dash).splitlines()[-1] == line
    assert add(expires=date(2027, 6, 1), origin="192.0.2.0/24")[0].state == "already"


def test_a_server_too_old_for_an_option_is_refused(
    add: Asked, dash: SshServer, ssh_lab: SshLab
) -> None:
    fake = "#!/bin/sh\necho 'OpenSSH_7.4p1, OpenSSL 1.0' >&2\n"
    dash.write("/usr/local/bin/sshd", fake, "755")
    try:
        answer, status = add("root", expires=date(2027, 6, 1))
    finally:
        dash.run("rm", "/usr/local/bin/sshd")
    assert (answer.state, status) == ("refused", 5)
    assert "too old for the options: 7.4" in answer.words
    assert content(dash) == f"{ssh_lab.public_key}\n"


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (f"chmod 400 {KEYS}", "read-only"),
        (f"chown root {KEYS}", "belongs to another account"),
        (f"mv {KEYS} {HOME}/keys; ln -s {HOME}/keys {KEYS}", "symbolic link"),
        (f"mv {HOME}/.ssh {HOME}/real; ln -s real {HOME}/.ssh", "symbolic link"),
        (f"rm {KEYS}; mkdir {KEYS}", "no plain file"),
    ],
)
def test_files_that_are_not_simply_the_accounts_own_are_refused(
    add: Asked, dash: SshServer, before: str, words: str
) -> None:
    dash.run("sh", "-c", before)
    seen = dash.run("sh", "-c", f"ls -lR {HOME}/.ssh/ && cat {KEYS} 2>/dev/null || :")
    answer, status = add("root")
    assert (answer.state, status) == ("refused", 5)
    assert words in answer.words
    assert dash.run("sh", "-c", f"ls -lR {HOME}/.ssh/ && cat {KEYS} 2>/dev/null || :") == seen
    dash.run("rm", "-rf", f"{HOME}/.ssh", f"{HOME}/real", f"{HOME}/keys")


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("AuthorizedKeysCommand /usr/bin/keys\nAuthorizedKeysCommandUser root", "/usr/bin/keys"),
        ("AuthorizedKeysFile /etc/ssh/keys/%u", "outside the home folder: /etc/ssh/keys/jonas"),
        ("AuthorizedKeysFile none", "no file of keys"),
    ],
)
def test_keys_that_sshd_takes_from_elsewhere_are_refused_and_named(
    add: Asked, dash: SshServer, ssh_lab: SshLab, setting: str, words: str
) -> None:
    dash.write("/etc/ssh/sshd_config.d/keys.conf", f"{setting}\n")
    dash.run("sh", "-c", "ssh-keygen -A >/dev/null")
    try:
        answer, status = add("root")
    finally:
        dash.run("rm", "/etc/ssh/sshd_config.d/keys.conf")
    assert (answer.state, status) == ("refused", 5)
    assert words in answer.words
    assert content(dash) == f"{ssh_lab.public_key}\n"


def test_the_file_that_sshd_names_is_taken(add: Asked, dash: SshServer, pair: Pair) -> None:
    dash.write("/etc/ssh/sshd_config.d/keys.conf", "AuthorizedKeysFile %h/.keys/%u\n")
    dash.run("sh", "-c", "ssh-keygen -A >/dev/null")
    try:
        assert add("root")[0].words == f"0 1 {HOME}/.keys/jonas"
    finally:
        dash.run("rm", "/etc/ssh/sshd_config.d/keys.conf")
    assert dash.run("cat", f"{HOME}/.keys/jonas") == f"{pair.line}\n"
    dash.run("rm", "-r", f"{HOME}/.keys")


def test_a_full_disk_changes_nothing(
    add: Asked, dash: SshServer, ssh_lab: SshLab, pair: Pair
) -> None:
    old = f"{ssh_lab.public_key}\n" * 150
    dash.run("mount", "-t", "tmpfs", "-o", "size=32k,mode=700", "none", f"{HOME}/.ssh")
    try:
        put(dash, old)
        fill = f"dd if=/dev/zero of={HOME}/.ssh/fill bs=1k 2>/dev/null || :"
        dash.run("sh", "-c", fill)
        answer, status = add()
        assert (answer.state, status) == ("failed", 4)
        assert content(dash) == old
        remove = remove_script(pair.fingerprint, (), "jonas")
        assert ask(ssh_lab, dash, "jonas", remove)[0].state == "failed"
        assert content(dash) == old
    finally:
        dash.run("umount", f"{HOME}/.ssh")


def test_a_file_system_that_takes_no_writing_is_told(add: Asked, dash: SshServer) -> None:
    dash.run("mount", "--bind", f"{HOME}/.ssh", f"{HOME}/.ssh")
    dash.run("mount", "-o", "remount,bind,ro", f"{HOME}/.ssh")
    try:
        answer, status = add()
    finally:
        dash.run("umount", f"{HOME}/.ssh")
    assert (answer.state, status) == ("failed", 4)


def test_runs_at_once_lose_no_line(dash: SshServer, ssh_lab: SshLab, tmp_path: Path) -> None:
    pairs = [make_pair(tmp_path, "ed25519", name=f"k{number}") for number in range(4)]
    answers: list[Answer] = []

    def one(pair: Pair) -> None:
        script = add_script(pair.line, KeyOptions(), "jonas")
        answers.append(ask(ssh_lab, dash, "jonas", script)[0])

    threads = [threading.Thread(target=one, args=(pair,)) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.state for answer in answers} == {"added"}
    lines = content(dash).splitlines()
    assert sorted(lines) == sorted([ssh_lab.public_key, *(pair.line for pair in pairs)])


def test_without_ssh_keygen_the_callers_check_stands(
    servers: dict[str, SshServer], ssh_lab: SshLab, pair: Pair
) -> None:
    server = servers["busybox"]
    put(server, f"{ssh_lab.public_key}\n")
    answer, _ = ask(ssh_lab, server, "jonas", add_script(pair.line, KeyOptions(), "jonas"))
    assert answer.state == "added"
    assert any("no ssh-keygen" in note for note in answer.notes)


def test_where_there_is_ssh_keygen_it_must_read_the_line(
    dash: SshServer, ssh_lab: SshLab, pair: Pair
) -> None:
    broken = pair.line.replace(pair.blob, pair.blob[:40])
    answer, status = ask(ssh_lab, dash, "jonas", add_script(broken, KeyOptions(), "jonas"))
    assert (answer.state, status) == ("refused", 5)
    assert content(dash) == f"{ssh_lab.public_key}\n"


def test_the_last_key_of_an_able_person_stays(
    add: Asked, dash: SshServer, ssh_lab: SshLab, pair: Pair, tmp_path: Path
) -> None:
    add()
    other = make_pair(tmp_path, "ed25519")
    before = content(dash)
    script = remove_script(pair.fingerprint, (other.fingerprint,), "jonas")
    answer, status = ask(ssh_lab, dash, "jonas", script)
    assert (answer.state, status) == ("refused", 5)
    assert "no key of another able person" in answer.words
    assert content(dash) == before
    put(dash, f"{before}{other.line}\n")
    assert ask(ssh_lab, dash, "jonas", script)[0].state == "removed"


def test_all_lines_of_one_key_go_and_no_other(dash: SshServer, ssh_lab: SshLab, pair: Pair) -> None:
    put(
        dash,
        f"{pair.line}\n# {pair.line}\n{ssh_lab.public_key}\nno-pty {pair.line}\n"
        f"{ssh_lab.public_key.split()[0]} {ssh_lab.public_key.split()[1]} {pair.blob}\n",
    )
    answer, _ = ask(ssh_lab, dash, "jonas", remove_script(pair.fingerprint, (), "jonas"))
    assert (answer.state, answer.words) == ("removed", f"4 2 {KEYS}")
    assert answer.notes[-1] == f"lines 1 4 of {KEYS}"
    assert content(dash).splitlines()[0] == f"# {pair.line}"
    assert len(content(dash).splitlines()) == 3
