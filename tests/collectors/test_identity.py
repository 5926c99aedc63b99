"""Private keys: one file, readable by nobody else, outside the workspace, or one of the agent."""

import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import paramiko
import pytest

from heirbook.collectors.identity import Identities
from heirbook.errors import WorkspaceError
from tests.real_parts import need


def make_key(file: Path, key_type: str = "ed25519", secret: str = "") -> Path:
    (keygen,) = need("ssh-keygen")
    command = [keygen, "-q", "-t", key_type, "-N", secret, "-C", "test", "-f", str(file)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return file


def fingerprint(file: Path) -> str:
    (keygen,) = need("ssh-keygen")
    shown = subprocess.run([keygen, "-lf", str(file)], capture_output=True, text=True, check=True)
    return shown.stdout.split()[1]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    (folder / ".ssh").mkdir(parents=True)
    return folder


@pytest.fixture
def identities(tmp_path: Path, home: Path) -> Iterator[Identities]:
    (tmp_path / "workspace").mkdir()
    loaded = Identities(tmp_path / "workspace", home)
    yield loaded
    loaded.close()


@pytest.mark.parametrize("key_type", ["ed25519", "ecdsa", "rsa"])
def test_a_key_below_home_is_read_once(identities: Identities, home: Path, key_type: str) -> None:
    file = make_key(home / ".ssh/id", key_type)
    key = identities.from_file("~/.ssh/id")
    assert key.fingerprint == fingerprint(file)
    file.unlink()
    assert identities.from_file("~/.ssh/id") is key


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o610, 0o666])
def test_a_key_that_others_may_touch_is_refused(
    identities: Identities, home: Path, mode: int
) -> None:
    file = make_key(home / "id")
    file.chmod(mode)
    with pytest.raises(WorkspaceError, match="can be read by others") as caught:
        identities.from_file(str(file))
    assert caught.value.hint == f"chmod 600 {file}"


def test_a_key_inside_the_workspace_is_refused_also_through_a_link(
    identities: Identities, tmp_path: Path, home: Path
) -> None:
    file = make_key(tmp_path / "workspace/id")
    (home / "link").symlink_to(file)
    for name in (str(file), "~/link"):
        with pytest.raises(WorkspaceError, match="inside the workspace"):
            identities.from_file(name)


def test_an_encrypted_key_needs_the_agent(identities: Identities, home: Path) -> None:
    file = make_key(home / "id", secret="a long passphrase")  # noqa: S106  invented
    with pytest.raises(WorkspaceError, match="is encrypted") as caught:
        identities.from_file(str(file))
    assert "ssh-add" in (caught.value.hint or "")
    assert "agent:" in (caught.value.hint or "")


def test_a_missing_key_and_a_file_that_is_none_are_named(
    identities: Identities, home: Path
) -> None:
    with pytest.raises(WorkspaceError, match="cannot be read"):
        identities.from_file("~/none")
    (home / "text").write_text("canary-7f3a", "ascii")
    (home / "text").chmod(0o600)
    with pytest.raises(WorkspaceError, match="no private key") as caught:
        identities.from_file("~/text")
    assert "canary" not in str(caught.value)


@pytest.fixture
def agent(home: Path) -> Iterator[Path]:
    """Return a key file that a running agent holds."""
    program, add = need("ssh-agent", "ssh-add")
    address = home / "agent.sock"
    process = subprocess.Popen([program, "-D", "-a", str(address)], stdout=subprocess.DEVNULL)
    file = make_key(home / "agent-key")
    environment = {**os.environ, "SSH_AUTH_SOCK": str(address)}
    for _ in range(50):
        if not subprocess.run([add, "-q", str(file)], env=environment, check=False).returncode:
            break
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSH_AUTH_SOCK", str(address))
        yield file
    process.terminate()
    process.wait(10)


def test_the_agent_gives_the_one_key_that_is_named(identities: Identities, agent: Path) -> None:
    wanted = fingerprint(agent)
    assert identities.from_agent(wanted).fingerprint == wanted
    with pytest.raises(WorkspaceError, match="lacks the key") as caught:
        identities.from_agent("SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU")
    assert caught.value.hint == "ssh-add -l -E sha256"


def test_servers_asked_side_by_side_share_the_agent(identities: Identities, agent: Path) -> None:
    key = identities.from_agent(fingerprint(agent))
    public = paramiko.Ed25519Key(data=paramiko.PKey.from_path(agent).asbytes())
    with ThreadPoolExecutor(8) as pool:
        signed = list(pool.map(lambda number: key.sign_ssh_data(b"%d" % number), range(40)))
    for number, signature in enumerate(signed):
        assert public.verify_ssh_sig(b"%d" % number, paramiko.Message(bytes(signature)))
