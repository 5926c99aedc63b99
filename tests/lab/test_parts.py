"""The real parts start, answer, and keep to themselves."""

from pathlib import Path

import pytest

from tests.parts.containers import IMAGE, Engine
from tests.parts.sshd import Fleet, SshServer
from tests.real_parts import need

pytestmark = pytest.mark.root


def test_podman_runs_the_one_image_with_runc(podman: Engine) -> None:
    podman.start("web", "--label", "com.docker.compose.project=lab")
    shown = podman.call("ps", "--format", "{{.Names}} {{.Image}}")
    assert shown == f"web {IMAGE}\n"
    assert podman.call("exec", "web", "id", "-u") == "0\n"


def test_docker_runs_the_one_image_behind_its_own_socket(docker: Engine) -> None:
    docker.start("web")
    assert docker.call("ps", "--format", "{{.Names}} {{.Image}}") == f"web {IMAGE}\n"
    assert (docker.data / "docker.sock").is_socket()


def test_the_small_disk_is_full_after_a_megabyte(small_disk: Path) -> None:
    with pytest.raises(OSError, match="No space left"):
        small_disk.joinpath("big").write_bytes(b"x" * 2_000_000)


@pytest.mark.sshd
def test_a_server_with_systemd_has_units_and_a_journal(systemd_server: SshServer) -> None:
    assert systemd_server.run("systemctl", "is-active", "ssh.service", "dbus.service") == (
        "active\nactive\n"
    )
    assert "ssh.service" in systemd_server.run(
        "journalctl", "-o", "cat", "-u", "ssh.service", "-n", "5"
    )


@pytest.mark.sshd
def test_servers_have_processes_and_names_of_their_own(fleet: Fleet) -> None:
    assert [server.run("hostname").strip() for server in fleet.servers] == [
        "upe", "nas", "pi", "box",
    ]  # fmt: skip
    assert "sshd" in fleet.pi.run("cat", "/proc/1/cmdline")


def test_a_missing_program_is_skipped_by_name() -> None:
    with pytest.raises(pytest.skip.Exception, match="because no such-a-program here"):
        need("such-a-program")
