"""A real sshd with the exported script, wrapper, sudoers fragment and key line alone."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import paramiko
import pytest

from heirbook.collectors.installed_parts import SCRIPT_PATH, WRAPPER, WRAPPER_PATH
from heirbook.inventory.access import SudoRules
from heirbook.inventory.server import Meta
from heirbook.inventory.setting import Settings
from tests.collectors.framed import NONCE, SHELLS
from tests.collectors.installed_server import Installed, installed
from tests.parts.sshd import SshLab
from tests.real_parts import need

pytestmark = [pytest.mark.sshd, pytest.mark.root]
RIGHT = f"heirbook v1 {NONCE}"
WRONG = (
    "id",
    "sh",
    "/bin/sh -i",
    "heirbook",
    "heirbook v1",
    "heirbook v1 ",
    f"heirbook v1 {NONCE[1:]}",
    f"heirbook v1 {NONCE}0",
    f"heirbook v1 {NONCE[1:]}A",
    f"heirbook v2 {NONCE}",
    f" {RIGHT}",
    f"{RIGHT} ",
    f"{RIGHT}; id",
    f"{RIGHT} && id",
    f"{RIGHT}\nid",
    f"id\n{RIGHT}",
    "heirbook v1 $(id)",
    f"heirbook v1 `id`{NONCE[4:]}",
    f"HEIRBOOK v1 {NONCE}",
    f"sudo -n {SCRIPT_PATH}",
    f"{WRAPPER_PATH}",
    "scp -t /tmp/x",
    "rsync --server . /",
    "internal-sftp",
    "/usr/lib/openssh/sftp-server",
    f"heirbook v1 {'ž' * 32}",
)
DENIED = 126
SSH_MSG_CHANNEL_REQUEST = 98


@pytest.fixture(scope="module")
def db1(ssh_lab: SshLab, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Return the server, set up from the exported parts only."""
    return installed(ssh_lab, tmp_path_factory.mktemp("installed"))


@pytest.fixture
def login(db1: Installed) -> Iterator[paramiko.Transport]:
    """Return a connection that is logged in with the key that collects."""
    transport = paramiko.Transport((db1.server.address, db1.server.port))
    transport.start_client(timeout=20)
    transport.auth_publickey("heirbook", paramiko.PKey.from_path(db1.identity))
    yield transport
    transport.close()


def ssh(db1: Installed, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Return what the stock client says; it uses no settings but these."""
    (client,) = need("ssh")
    options = ["-F", "none", "-i", str(db1.identity), "-p", str(db1.server.port)]
    for setting in (
        "BatchMode=yes",
        "IdentitiesOnly=yes",
        "StrictHostKeyChecking=no",
        "UserKnownHostsFile=/dev/null",
        "LogLevel=ERROR",
    ):
        options += ["-o", setting]
    return subprocess.run(
        [client, *options, *words],
        input=b"",
        capture_output=True,
        check=False,
        timeout=60,
    )


def test_a_collection_sees_everything_with_one_login_and_one_command(db1: Installed) -> None:
    code, _, err = db1.collect()
    assert (code, err.count("error")) == (0, 0), err
    source = db1.source
    meta = source.facts(Meta)
    assert meta is not None
    assert (source.state, source.privilege, meta.user_id) == ("ok", "root", 0)
    assert [n for n, s in source.sections.items() if s.state == "denied"] == []
    rules = source.facts(SudoRules)
    assert rules is not None
    assert any(SCRIPT_PATH in rule.text for rule in rules.rules)


def test_the_settings_of_the_exported_script_are_read(db1: Installed) -> None:
    db1.collect("--only", "server/db1:settings")
    facts = db1.source.facts(Settings)
    assert facts is not None
    assert [(one.place, one.state, one.value) for one in facts.settings] == [
        (1, "found", "prohibit-password"),
        (2, "missing", None),
        (3, "found", "Linux"),
    ]


def test_only_what_is_named_is_parsed_though_all_of_it_runs(
    ssh_lab: SshLab, tmp_path: Path
) -> None:
    fresh = installed(ssh_lab, tmp_path)
    fresh.collect("--only", "server/db1:uname")
    assert set(fresh.source.sections) == {"meta", "uname"}


def test_a_script_of_another_protocol_is_partial_and_says_what_to_do(
    ssh_lab: SshLab, tmp_path: Path
) -> None:
    old = installed(ssh_lab, tmp_path)
    script = old.part("script").replace("\nPROTOCOL=1\n", "\nPROTOCOL=7\n")
    old.server.write(SCRIPT_PATH, script, "755")
    code, _, err = old.collect()
    assert (code, old.source.state) == (4, "partial")
    assert {s.reason for n, s in old.source.sections.items() if n != "meta"} == {"protocol"}
    assert "export the script again: heirbook export script --server db1" in err


@pytest.mark.parametrize("command", WRONG)
def test_sshd_denies_every_other_command(login: paramiko.Transport, command: str) -> None:
    channel = login.open_session(timeout=20)
    channel.exec_command(command)
    channel.shutdown_write()
    channel.settimeout(20)
    assert (channel.makefile("rb").read(), channel.makefile_stderr("rb").read()) == (
        b"",
        b"denied\n",
    )
    assert channel.recv_exit_status() == DENIED


def test_there_is_no_shell_and_no_file_transfer(db1: Installed) -> None:
    target = f"heirbook@{db1.server.address}"
    for words in ((target,), ("-s", target, "sftp")):
        done = ssh(db1, *words)
        assert (done.returncode, done.stdout) == (DENIED, b"")


def test_nothing_is_forwarded(db1: Installed, login: paramiko.Transport) -> None:
    place = (db1.server.address, db1.server.port)
    with pytest.raises(paramiko.ChannelException, match="dministratively prohibited"):
        login.open_channel("direct-tcpip", place, ("127.0.0.1", 1), timeout=20)
    with pytest.raises(paramiko.SSHException, match="denied"):
        login.request_port_forward("127.0.0.1", 0)
    done = ssh(db1, "-W", f"{place[0]}:{place[1]}", f"heirbook@{place[0]}")
    assert done.returncode != 0
    assert b"SSH-2.0" not in done.stdout


def test_no_terminal_and_no_agent_is_given(login: paramiko.Transport) -> None:
    with pytest.raises(paramiko.SSHException, match="Channel closed"):
        login.open_session(timeout=20).get_pty()
    # the library asks for an agent without waiting for the answer, so it is asked by hand
    channel: Any = login.open_session(timeout=20)
    raw: Any = login
    request = paramiko.Message()
    request.add_byte(bytes([SSH_MSG_CHANNEL_REQUEST]))
    request.add_int(channel.remote_chanid)
    request.add_string("auth-agent-req@openssh.com")
    request.add_boolean(True)  # noqa: FBT003  paramiko's signature
    channel._event_pending()  # noqa: SLF001  see above
    raw._send_user_message(request)  # noqa: SLF001  see above
    with pytest.raises(paramiko.SSHException):
        channel._wait_for_event()  # noqa: SLF001  see above


def test_sudo_allows_exactly_one_command_and_its_file_is_valid(db1: Installed) -> None:
    assert "parsed OK" in db1.server.run("visudo", "-cf", "/etc/sudoers.d/50-heirbook")
    listed = db1.server.run("sudo", "-l", "-U", "heirbook")
    commands = listed.partition("may run the following commands")[2].splitlines()[1:]
    assert [line.strip() for line in commands if line.strip()] == [
        f'(root) NOPASSWD: {SCRIPT_PATH} ""'
    ]


@pytest.mark.parametrize("words", [("id",), (SCRIPT_PATH, "x"), ("sh", "-c", SCRIPT_PATH)])
def test_sudo_runs_nothing_else(db1: Installed, words: tuple[str, ...]) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        db1.server.run("setpriv", "--reuid=heirbook", "--regid=heirbook", "--clear-groups",
                       "sudo", "-n", *words)  # fmt: skip


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("command", [*WRONG, ""])
def test_the_wrapper_denies_them_under_every_shell(shell: str, command: str) -> None:
    need(SHELLS[shell][0])
    done = subprocess.run(
        [*SHELLS[shell], "-c", WRAPPER],
        env=os.environ | {"SSH_ORIGINAL_COMMAND": command},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (DENIED, b"", b"denied\n")
