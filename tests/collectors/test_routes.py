"""Routes: a declared server's place, login and jump servers, outermost first."""

from collections.abc import Iterator
from pathlib import Path

import paramiko
import pytest

from heirbook.collectors.hop import Place
from heirbook.collectors.identity import Identities
from heirbook.collectors.routes import Routes
from heirbook.errors import WorkspaceError
from heirbook.workspace import FLEET, PEOPLE, SSH
from tests.inventory.declared_workspace import FLEET_HEAD, PEOPLE_TEXT, DeclaredWorkspace

SERVERS = "servers:\n" + "".join(
    f"  {name}: {{address: {address}, purpose: Lab}}\n"
    for name, address in (("upe", "upe.example.org"), ("pi", "192.0.2.9"), ("nas", "192.0.2.20"))
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    paramiko.RSAKey.generate(2048).write_private_key_file(str(folder / "id"))
    return folder


@pytest.fixture
def declared(tmp_path: Path) -> DeclaredWorkspace:
    workspace = DeclaredWorkspace(tmp_path / "workspace")
    workspace.write(FLEET, FLEET_HEAD + SERVERS)
    workspace.write(PEOPLE, PEOPLE_TEXT)
    return workspace


def routes(declared: DeclaredWorkspace, home: Path, ssh: str) -> Routes:
    declared.write(SSH, ssh)
    return Routes(declared.load(), Identities(declared.root, home))


def test_a_server_without_settings_has_the_defaults(
    declared: DeclaredWorkspace, home: Path
) -> None:
    found = routes(declared, home, "defaults: {identity: ~/id, port: 2222}\n").route("upe")
    assert found.target.place == Place("upe", "upe.example.org", 2222)
    assert (found.target.user, found.jumps) == ("heirbook", ())


def test_each_hop_has_its_own_user_and_port(declared: DeclaredWorkspace, home: Path) -> None:
    ssh = (
        "defaults: {identity: ~/id}\n"
        "servers:\n  upe: {user: jump, port: 2022}\n  nas: {user: root, via: [upe, pi]}\n"
    )
    found = routes(declared, home, ssh).route("nas")
    assert [(hop.place.server, hop.place.port, hop.user) for hop in found.hops] == [
        ("upe", 2022, "jump"),
        ("pi", 22, "heirbook"),
        ("nas", 22, "root"),
    ]


def test_the_first_jump_server_brings_its_own(declared: DeclaredWorkspace, home: Path) -> None:
    ssh = "defaults: {identity: ~/id}\nservers:\n  pi: {via: [upe]}\n  nas: {via: [pi]}\n"
    found = routes(declared, home, ssh).route("nas")
    assert [hop.place.server for hop in found.hops] == ["upe", "pi", "nas"]


def test_one_key_file_serves_all_hops(declared: DeclaredWorkspace, home: Path) -> None:
    ssh = "defaults: {identity: ~/id}\nservers:\n  nas: {via: [upe]}\n"
    found = routes(declared, home, ssh).route("nas")
    assert found.jumps[0].key is found.target.key


def test_without_a_key_the_file_to_edit_is_named(declared: DeclaredWorkspace, home: Path) -> None:
    with pytest.raises(WorkspaceError, match="no key is named for server 'upe'") as caught:
        routes(declared, home, "defaults: {port: 22}\n").route("upe")
    assert SSH in (caught.value.hint or "")


@pytest.fixture
def no_agent() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SSH_AUTH_SOCK", raising=False)
        yield


@pytest.mark.usefixtures("no_agent")
def test_a_key_of_an_agent_that_does_not_run_is_a_named_problem(
    declared: DeclaredWorkspace, home: Path
) -> None:
    agent = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"
    with pytest.raises(WorkspaceError, match="the running agent lacks the key"):
        routes(declared, home, f'servers:\n  upe: {{agent: "{agent}"}}\n').route("upe")
