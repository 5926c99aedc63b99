"""How the script finds out whether a container engine can be asked."""

import shlex
from collections.abc import Mapping
from pathlib import Path

import pytest

from heirbook.collectors.frames import parse_frames
from heirbook.collectors.interpret import interpret
from heirbook.collectors.script import assemble
from heirbook.inventory.record import Facts
from heirbook.inventory.section_state import SectionState
from tests.collectors.framed import NOBODY, NONCE, UNITS, run_script
from tests.real_parts import need, need_root

ABSENT = "echo podman version 4.3.1"
"""A `docker` that is Debian's podman-docker is no engine of its own."""
DENIED = "echo 'permission denied while trying to connect to the docker API' >&2; exit 1"
DOWN = "echo 'Cannot connect to the Docker daemon. Is the docker daemon running?' >&2; exit 1"
FAKES = "/run/fakes"
STORE = "/var/lib/containers/storage"
OTHER_STORE = "/home/jonas/.local/share/containers/storage"


def state(
    folder: Path, programs: Mapping[str, str], folders: tuple[str, ...] = (), *, root: bool = True
) -> SectionState[Facts]:
    """Return the state of the section where these programs and folders are all there is."""
    need_root()
    calls = folder / "calls"
    calls.touch()
    calls.chmod(0o666)
    folder.chmod(0o755)
    for name, text in programs.items():
        (folder / name).write_text(f'#!/bin/sh\necho "{name} $*" >>{FAKES}/calls\n{text}\n')
        (folder / name).chmod(0o755)
    steps = [f"mount -t tmpfs tmpfs {path}" for path in ("/var/lib", "/home", "/run")]
    steps += [f"mkdir -p {FAKES}; mount --bind {shlex.quote(str(folder))} {FAKES}"]
    steps += [f"mkdir -p {path}; chmod 700 {path}" for path in folders]
    steps.append(f'HOME=/nonexistent PATH={FAKES}:$PATH exec "$@"')
    become = [*need("unshare"), "--mount", "sh", "-c", "; ".join(steps), "sh"]
    printed = run_script(
        assemble([UNITS["containers"]], become="none"),
        ("sh",),
        (*become, *(() if root else NOBODY)),
    )
    frames = parse_frames(printed.stdout, printed.stderr, NONCE)
    assert frames.final
    return interpret(UNITS["containers"], frames.sections["containers"], str)


@pytest.mark.root
@pytest.mark.parametrize("root", [True, False])
def test_podman_is_not_called_where_it_has_no_storage(root: bool, tmp_path: Path) -> None:  # noqa: FBT001  a parameter
    found = state(tmp_path, {"docker": ABSENT, "podman": "exit 0"}, root=root)
    assert found.state == "ok"
    assert found.absent
    assert (tmp_path / "calls").read_text() == "docker -v\n"


@pytest.mark.root
def test_storage_of_root_is_denied_to_a_plain_user(tmp_path: Path) -> None:
    found = state(tmp_path, {"docker": ABSENT, "podman": "exit 0"}, (STORE,), root=False)
    assert found.state == "denied"
    assert "podman" not in (tmp_path / "calls").read_text()


@pytest.mark.root
def test_an_engine_of_another_account_is_a_gap_and_not_absent(tmp_path: Path) -> None:
    found = state(tmp_path, {"docker": ABSENT, "podman": "exit 0"}, (OTHER_STORE,))
    assert (found.state, found.reason) == ("partial", "gap")
    assert [(gap.kind, gap.path) for gap in found.gaps] == [("unread", OTHER_STORE)]


@pytest.mark.root
def test_a_socket_that_refuses_is_denied(tmp_path: Path) -> None:
    assert state(tmp_path, {"docker": DENIED, "podman": "exit 0"}).state == "denied"


@pytest.mark.root
def test_a_daemon_that_is_down_is_not_running(tmp_path: Path) -> None:
    found = state(tmp_path, {"docker": DOWN, "podman": "exit 0"})
    assert (found.state, found.reason) == ("partial", "not_running")


@pytest.mark.root
def test_an_engine_whose_list_fails_is_not_one_without_containers(tmp_path: Path) -> None:
    fails = 'case "$*" in *-aq*) exit 3 ;; esac'
    found = state(tmp_path, {"docker": fails, "podman": "exit 0"})
    assert (found.state, found.reason) == ("partial", "status")
