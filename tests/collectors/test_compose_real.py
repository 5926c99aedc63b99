"""A real compose project and a real swarm: what they are is found, and no value leaves."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from heirbook.collectors.frames import parse_frames
from heirbook.collectors.interpret import interpret
from heirbook.collectors.script import assemble
from heirbook.inventory.compose import Compose
from heirbook.inventory.swarm import Swarm, SwarmPort
from tests.collectors.framed import NONCE, SHELLS, UNITS, Printed, run_script
from tests.parts.containers import IMAGE, Engine
from tests.real_parts import SYSTEM_PATH, need

PROJECT = f"""version: "3"
services:
  web: &web
    image: {IMAGE}
    command: sleep 3600 --token=CANARY-argument
    network_mode: host
    environment: {{DB_PASSWORD: CANARY-environment}}
    env_file: .env
  worker: *web
"""
DOT_ENV = """DB_PASSWORD=CANARY-first
export API_TOKEN="CANARY-two
HIDDEN=CANARY-inside a value
"
lower=CANARY-lower
# NOTE=CANARY-comment
"""
_STOPPED_S = 20.0
FAR_AHEAD = "2038-02-01T00:00:00Z"


@pytest.fixture
def project(docker: Engine, tmp_path: Path) -> Path:
    """Return the folder of a project that docker-compose started."""
    folder = tmp_path / "shop"
    folder.mkdir()
    folder.joinpath("docker-compose.yml").write_text(PROJECT)
    folder.joinpath(".env").write_text(DOT_ENV)
    (compose,) = need("docker-compose")
    subprocess.run(
        [compose, "up", "-d"], cwd=folder, check=True, timeout=120, capture_output=True,
        env={"PATH": SYSTEM_PATH, "HOME": str(tmp_path), "DOCKER_HOST": address(docker)},
    )  # fmt: skip
    return folder


def address(engine: Engine) -> str:
    """Return the address of an engine's socket."""
    return engine.command[-1]


def collected(engine: Engine, section: str, programs: Path, shell: str = "dash") -> Printed:
    """Return what the section prints where this engine is the only one."""
    programs.mkdir(exist_ok=True)
    wrapper = programs / "docker"
    wrapper.write_text(f'#!/bin/sh\nexec {" ".join(engine.command)} "$@"\n')
    wrapper.chmod(0o755)
    steps = f'mount -t tmpfs tmpfs /var/lib; PATH={programs}:$PATH exec "$@"'
    inside = (*need("unshare"), "--mount", "sh", "-c", steps, "sh")
    printed = run_script(assemble([UNITS[section]]), SHELLS[shell], inside)
    assert re.findall(rb".*CANARY.*", printed.stdout + printed.stderr) == []
    return printed


def compose(engine: Engine, programs: Path, shell: str = "dash") -> tuple[str, Compose]:
    """Return the section's state and facts."""
    printed = collected(engine, "compose", programs, shell)
    frames = parse_frames(printed.stdout, printed.stderr, NONCE)
    found = interpret(UNITS["compose"], frames.sections["compose"], str)
    assert isinstance(found.facts, Compose)
    return found.state, found.facts


def swarm(engine: Engine, programs: Path) -> Swarm:
    """Return the facts of a section that is whole."""
    printed = collected(engine, "swarm", programs)
    frames = parse_frames(printed.stdout, printed.stderr, NONCE)
    found = interpret(UNITS["swarm"], frames.sections["swarm"], str)
    assert found.state == "ok"
    assert isinstance(found.facts, Swarm)
    return found.facts


@pytest.mark.root
@pytest.mark.parametrize("shell", ["dash", "busybox"])
def test_a_project_tells_its_services_and_files_and_no_content(
    docker: Engine, project: Path, tmp_path: Path, shell: str
) -> None:
    state, found = compose(docker, tmp_path / "bin", shell)
    assert state == "ok"
    (shop,) = found.projects
    assert (shop.name, shop.folder) == ("shop", str(project))
    assert [(one.name, one.containers) for one in shop.services] == [("web", 1), ("worker", 1)]
    assert all(len(one.config_hashes) == 1 and one.created_at for one in shop.services)
    files = {file.path: file for file in found.files}
    assert shop.files == (f"{project}/docker-compose.yml",)
    assert set(files) == {f"{project}/docker-compose.yml", f"{project}/.env"}
    assert files[f"{project}/.env"].names == ("API_TOKEN", "DB_PASSWORD")
    assert files[f"{project}/.env"].names_others == 1
    assert found.changed_since(shop) == ()


@pytest.mark.root
def test_a_file_that_changed_later_and_one_that_is_gone_are_seen(
    docker: Engine, project: Path, tmp_path: Path
) -> None:
    file = project / "docker-compose.yml"
    subprocess.run(["touch", "-d", FAR_AHEAD, file], check=True)
    _, found = compose(docker, tmp_path / "bin")
    assert [one.path for one in found.changed_since(found.projects[0])] == [str(file)]
    file.unlink()
    state, found = compose(docker, tmp_path / "bin")
    assert state == "partial"
    assert [one.path for one in found.files if one.state == "missing"] == [str(file)]
    assert not found.projects[0].folder_missing
    for left in project.iterdir():
        left.unlink()
    project.rmdir()
    _, found = compose(docker, tmp_path / "bin")
    assert found.projects[0].folder_missing


@pytest.fixture
def manager(docker: Engine) -> Iterator[Engine]:
    """Return an engine that is a swarm of its own, on an address that no other run uses."""
    ip = f"127.77.{os.getpid() // 256 % 256}.{os.getpid() % 254 + 1}"
    docker.call("swarm", "init", "--listen-addr", f"{ip}:2377", "--advertise-addr", ip)
    yield docker
    for service in docker.call("service", "ls", "-q").split():
        docker.call("service", "rm", service)
    ends = time.monotonic() + _STOPPED_S
    while docker.call("ps", "-aq") and time.monotonic() < ends:
        time.sleep(0.1)
    docker.call("swarm", "leave", "--force")


@pytest.mark.root
def test_a_manager_tells_services_and_nodes_and_names_of_secrets_only(
    manager: Engine, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("CANARY-secret")
    manager.call("secret", "create", "db_password", str(secret))
    manager.call("config", "create", "site", str(secret))
    manager.call(
        "service", "create", "--detach", "--no-resolve-image", "--name", "dokploy-web",
        "--secret", "db_password", "--config", "site", "--replicas", "2",
        "--env", "DB_PASSWORD=CANARY-environment", "--env", "lower=CANARY-lower",
        "--label", "secret=CANARY-label", "--label", "com.docker.stack.namespace=shop",
        "--publish", "mode=host,target=80,published=8080",
        IMAGE, "sleep", "3600", "--token=CANARY-argument",
    )  # fmt: skip
    found = swarm(manager, tmp_path / "bin")
    (web,) = found.services
    assert (found.role, found.dokploy) == ("manager", True)
    assert (web.name, web.stack, web.reference) == ("dokploy-web", "shop", IMAGE)
    assert (web.mode, web.replicas) == ("replicated", 2)
    assert web.ports == (SwarmPort(container="80/tcp", port=8080, mode="host"),)
    assert (web.environment_names, web.environment_others) == (("DB_PASSWORD",), 1)
    assert (web.secrets, web.configs) == (("db_password",), ("site",))
    (node,) = found.nodes
    assert (node.role, node.leader, node.availability, node.state) == (
        "manager", True, "active", "ready",
    )  # fmt: skip


@pytest.mark.root
def test_an_engine_outside_a_swarm_has_none(docker: Engine, tmp_path: Path) -> None:
    assert swarm(docker, tmp_path / "bin") == Swarm()
