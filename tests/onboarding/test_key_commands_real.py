"""`heirbook key add` and `remove` over a small fleet of real servers, and what stops them."""

import contextlib
import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from heirbook.cli.main import main
from heirbook.lock import lock
from heirbook.workspace import Workspace
from tests.onboarding.keys import Pair, make_pair
from tests.parts.sshd import Account, SshLab, SshServer

pytestmark = [pytest.mark.sshd, pytest.mark.root]
CANARY = {"one": "false", "two": "true", "three": "false"}
Run = Callable[..., tuple[int, str, str]]


@dataclass(frozen=True)
class Keys:
    """The keys of this fleet's people; the operator's is the one that logs in."""

    jonas: Pair
    ona: Pair


@pytest.fixture(scope="module")
def fleet(ssh_lab: SshLab) -> tuple[SshServer, ...]:
    """Return three servers with an account `jonas`, reached as root."""
    accounts = (Account("root", "root"), Account("jonas"))
    return tuple(ssh_lab.start(name, *accounts) for name in ("one", "two", "three"))


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    folder = tmp_path_factory.mktemp("people")
    return Keys(
        make_pair(folder, "ed25519", name="jonas"), make_pair(folder, "ed25519", name="ona")
    )


@pytest.fixture
def workspace(
    tmp_path: Path, fleet: tuple[SshServer, ...], keys: Keys, ssh_lab: SshLab
) -> Workspace:
    """Return a workspace of the three; `two` is the canary."""
    for folder in ("inventory", "collectors"):
        (tmp_path / "w" / folder).mkdir(parents=True)
    shutil.copy(ssh_lab.identity, tmp_path / "id")
    write(tmp_path, "inventory/fleet.yml", [
        "title: Three", "operator: rasa", "servers:",
        *(f"  {s.name}: {{address: {s.address}, canary: {CANARY[s.name]}}}" for s in fleet),
    ])  # fmt: skip
    write(tmp_path, "inventory/people.yml", [
        "people:", "  rasa:", "    name: Rasa", "    roles: [operator]",
        f'    ssh_keys: [{{key: "{ssh_lab.public_key}"}}]',
        "  jonas:", "    name: Jonas", f'    ssh_keys: [{{key: "{keys.jonas.line}"}}]',
        "    logins: {one: [jonas], two: [jonas], three: [jonas]}",
        "  ona:", "    name: Ona", f'    ssh_keys: [{{key: "{keys.ona.line}"}}]',
    ])  # fmt: skip
    write(tmp_path, "collectors/ssh.yml", [
        "defaults:", "  user: root", f"  identity: {tmp_path / 'id'}", "servers:",
        *(f"  {server.name}: {{port: {server.port}}}" for server in fleet),
    ])  # fmt: skip
    pins = [line.strip() for server in fleet for line in server.pin_lines]
    write(tmp_path, "collectors/known_hosts", pins)
    for server in fleet:
        server.write("/home/jonas/.ssh/authorized_keys", "", "600")
        server.run("chown", "-R", "jonas:", "/home/jonas/.ssh")
        server.write("/root/.ssh/authorized_keys", f"{ssh_lab.public_key}\n", "600")
    return Workspace(tmp_path / "w")


def write(folder: Path, name: str, lines: list[str]) -> None:
    (folder / "w" / name).write_text("\n".join(lines) + "\n", "utf-8")


@pytest.fixture
def run(workspace: Workspace, now: datetime) -> Run:
    """Return what runs a `heirbook key` command line without a terminal."""

    def ran(*words: str) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        argv = ["-C", str(workspace.root), "key", *words]
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(argv, now, {"HOME": str(workspace.root)})
        return code, out.getvalue(), err.getvalue()

    return ran


def keys_of(server: SshServer, account: str = "jonas") -> list[str]:
    home = "/root" if account == "root" else f"/home/{account}"
    return server.run("cat", f"{home}/.ssh/authorized_keys").splitlines()


def test_the_canary_comes_first_and_alone_until_it_is_confirmed(
    run: Run, fleet: tuple[SshServer, ...], keys: Keys
) -> None:
    one, two, three = fleet
    code, out, err = run("add", "--person", "jonas")
    assert (code, keys_of(two)) == (0, [keys.jonas.line]), out + err
    assert keys_of(one) == keys_of(three) == []
    assert out.splitlines()[1] == "1. two: account jonas (canary: first and alone)"
    assert "--canary-confirmed" in out
    code, out, _ = run("add", "--person", "jonas", "--canary-confirmed")
    assert code == 0
    assert out.index("two/jonas: already") < out.index("one/jonas: added 0 1")
    assert out.splitlines()[-1] == "next: heirbook collect"
    assert keys_of(one) == keys_of(three) == [keys.jonas.line]
    code, out, _ = run("remove", keys.jonas.fingerprint, "--all")
    assert code == 0
    assert keys_of(one) == keys_of(two) == keys_of(three) == []
    assert out.count("removed 1 0") == 3


def test_a_refused_canary_stops_the_rest(run: Run, fleet: tuple[SshServer, ...]) -> None:
    one, two, _ = fleet
    two.run("chmod", "400", "/home/jonas/.ssh/authorized_keys")
    code, out, _ = run("add", "--person", "jonas", "--canary-confirmed")
    assert code == 5
    assert "two/jonas: refused read-only" in out
    assert "one/jonas" not in out
    assert keys_of(one) == []


def test_servers_that_do_not_answer_are_listed_with_their_command(
    run: Run, workspace: Workspace, fleet: tuple[SshServer, ...], keys: Keys
) -> None:
    file = workspace.path("collectors/ssh.yml")
    file.write_text(
        file.read_text("utf-8").replace(f"one: {{port: {fleet[0].port}", "one: {port: 1")
    )
    known = workspace.path("collectors/known_hosts")
    known.write_text(known.read_text("ascii").replace(f"]:{fleet[0].port} ", "]:1 ", 1))
    code, out, _ = run("add", "--person", "jonas", "--canary-confirmed")
    assert code == 4
    assert "one/jonas: unreached refused (connect)" in out
    assert "again for these alone: heirbook key add --person jonas --servers one" in out
    assert keys_of(fleet[2]) == [keys.jonas.line]
    code, _, _ = run("add", "--person", "jonas", "--servers", "one")
    assert code == 3


def test_a_changed_host_key_ends_before_anything_is_sent(
    run: Run, workspace: Workspace, fleet: tuple[SshServer, ...]
) -> None:
    file = workspace.path("collectors/known_hosts")
    other = fleet[0].host_keys[0].split()[1]
    file.write_text(file.read_text("ascii").replace(fleet[1].host_keys[0].split()[1], other))
    before = fleet[1].logins()
    code, out, _ = run("add", "--person", "jonas")
    assert code == 6
    assert "two/jonas: host-key host key changed" in out
    assert (fleet[1].logins(), keys_of(fleet[1])) == (before, [])


def test_the_last_admin_key_and_the_connections_own_stay(
    run: Run, fleet: tuple[SshServer, ...], keys: Keys, ssh_lab: SshLab
) -> None:
    mine = keygen_print(ssh_lab)
    code, out, _ = run("remove", mine, "--servers", "one")
    assert code == 5
    assert "one/root: refused it is the key of this connection" in out
    code, out, _ = run("remove", mine, "--servers", "one", "--even-mine")
    assert code == 5
    assert "one/root: refused no key of another able person would stay" in out
    assert keys_of(fleet[0], "root") == [ssh_lab.public_key]
    lines = f"{ssh_lab.public_key}\n{keys.ona.line}\n"
    fleet[0].write("/root/.ssh/authorized_keys", lines, "600")
    code, out, _ = run("remove", mine, "--servers", "one", "--even-mine")
    assert (code, keys_of(fleet[0], "root")) == (0, [keys.ona.line])


def keygen_print(lab: SshLab) -> str:
    return Pair(lab.identity).fingerprint


def test_an_absent_key_is_fine(run: Run, keys: Keys) -> None:
    code, out, _ = run("remove", keys.ona.fingerprint, "--servers", "three")
    assert code == 0
    assert "three/root: absent" in out


def test_two_runs_of_heirbook_do_not_meet(run: Run, workspace: Workspace, now: datetime) -> None:
    with lock(workspace, now):
        code, out, err = run("add", "--person", "jonas")
    assert (code, out) == (75, "")
    assert "another run" in err
