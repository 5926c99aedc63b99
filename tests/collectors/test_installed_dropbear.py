"""The exported parts behind dropbear, the SSH server of small systems."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import paramiko
import pytest

from tests.collectors.framed import NONCE
from tests.collectors.installed_server import Installed, installed
from tests.parts.sshd import SshLab
from tests.real_parts import need

pytestmark = [pytest.mark.sshd, pytest.mark.root]
READY_S = 20.0


@pytest.fixture(scope="module")
def small(ssh_lab: SshLab, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Return the server, which dropbear serves as well, on another port of its address."""
    (dropbear,) = need("dropbear")
    made = installed(ssh_lab, tmp_path_factory.mktemp("dropbear"))
    inside = Path(f"/proc/{made.server.inner_pid}/root/usr/local")
    shutil.copy(dropbear, inside / "sbin/dropbear")
    listed = subprocess.run(["ldd", dropbear], capture_output=True, text=True, check=True).stdout
    for library in re.findall(r"=> (/\S+/lib(?!c\.so)\S+) \(0x", listed):
        shutil.copy(library, inside / "lib")
    made.server.run("ldconfig")
    # dropbear knows restrict and command, but not from: it refuses a key with such an option
    made.server.write("/home/heirbook/.ssh/authorized_keys", made.part("authorized-key"), "600")
    return made


@pytest.fixture(scope="module")
def port(small: Installed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Return the port on which dropbear answers."""
    with socket.socket() as sock:
        sock.bind((small.server.address, 0))
        found = int(sock.getsockname()[1])
    small.server.run("mkdir", "-p", "/etc/dropbear")
    inside = ("nsenter", "-t", str(small.server.inner_pid), "-m", "-p", "-u", "-r", "-w", "--")
    place = f"{small.server.address}:{found}"
    log = tmp_path_factory.mktemp("log") / "dropbear.log"
    with log.open("wb") as said:
        running = subprocess.Popen(
            [*inside, "/usr/local/sbin/dropbear", "-F", "-E", "-R", "-s", "-p", place],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
        try:
            _wait_until_ready(small.server.address, found, log)
            yield found
        finally:
            running.kill()
            running.wait()


def _wait_until_ready(address: str, port: int, log: Path) -> None:
    ends = time.monotonic() + READY_S
    while time.monotonic() < ends:
        try:
            socket.create_connection((address, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(log.read_text("utf-8", "replace"))


@pytest.fixture
def login(small: Installed, port: int) -> paramiko.Transport:
    """Return a connection that is logged in with the key that collects."""
    transport = paramiko.Transport((small.server.address, port))
    transport.start_client(timeout=20)
    transport.auth_publickey("heirbook", paramiko.PKey.from_path(small.identity))
    return transport


def answer(login: paramiko.Transport, command: str) -> tuple[bytes, bytes, int]:
    """Return output, errors and status of one command."""
    channel = login.open_session(timeout=20)
    channel.settimeout(60)
    channel.exec_command(command)
    channel.shutdown_write()
    printed = channel.makefile("rb").read(), channel.makefile_stderr("rb").read()
    return (*printed, channel.recv_exit_status())


def test_the_right_word_runs_the_script(login: paramiko.Transport) -> None:
    out, _, status = answer(login, f"heirbook v1 {NONCE}")
    assert status == 0
    assert out.endswith(f"\n@@{NONCE} E done 0\n".encode())
    assert b"priv=root" in out


@pytest.mark.parametrize("command", ["id", "sh", f"heirbook v1 {NONCE}; id", "scp -t /tmp/x"])
def test_other_words_are_denied(login: paramiko.Transport, command: str) -> None:
    assert answer(login, command) == (b"", b"denied\n", 126)


def test_nothing_is_forwarded_and_there_is_no_terminal(
    login: paramiko.Transport, small: Installed
) -> None:
    place = (small.server.address, small.server.port)
    with pytest.raises((paramiko.ChannelException, paramiko.SSHException)):
        login.open_channel("direct-tcpip", place, ("127.0.0.1", 1), timeout=20)
    with pytest.raises(paramiko.SSHException):
        login.open_session(timeout=20).get_pty()
    with pytest.raises(paramiko.SSHException):
        login.request_port_forward("127.0.0.1", 0)
