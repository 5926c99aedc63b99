"""The exported script holds what is declared of its server; its other parts are exact words."""

import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from heirbook.cli import progress
from heirbook.collectors.frames import parse_frames
from heirbook.collectors.installed_parts import WRAPPER_PATH, authorized_key
from heirbook.collectors.script_export import export_script
from heirbook.collectors.work import Surroundings
from heirbook.errors import UsageError
from heirbook.workspace import Workspace
from tests.collectors.framed import NONCE, UNITS
from tests.inventory.declared_workspace import FLEET_HEAD, declared_workspace
from tests.real_parts import need

FLEET = """servers: {upe: {address: 192.0.2.9}, nas: {address: 192.0.2.10}}
expectations:
  - {id: kernel, why: w, present: true, at: [{server: upe, sysctl: kernel.ostype}]}
"""
SSH = """defaults: {user: reader}
servers:
  upe: {mode: installed, sections: {skip: [packages, smart], deep: [restic]}}
"""


def exported(root: Path, server: str, part: str = "script", origin: str | None = None) -> str:
    """Return a part of a server of an invented workspace."""
    made = declared_workspace(root)
    made.write("inventory/fleet.yml", FLEET_HEAD + FLEET)
    made.write("collectors/ssh.yml", SSH)
    around = Surroundings(lambda: datetime(2026, 11, 20, tzinfo=UTC), {"HOME": str(root)},
                          progress.shown)  # fmt: skip
    return export_script(Workspace(root), server, part, origin, around)


def test_its_head_says_where_it_belongs(tmp_path: Path) -> None:
    text = exported(tmp_path, "upe")
    assert text.startswith("#!/bin/sh\n# /usr/local/libexec/heirbook-collect of 'upe', root:root")


def test_it_runs_as_it_is_with_its_settings(tmp_path: Path) -> None:
    (dash,) = need("dash")
    done = subprocess.run(
        [dash, "-c", exported(tmp_path, "upe")],
        input=f"{NONCE}\n".encode(),
        capture_output=True,
        check=False,
        timeout=120,
    )
    frames = parse_frames(done.stdout, done.stderr, NONCE)
    assert frames.final
    assert set(frames.sections) == set(UNITS) - {"packages", "smart"}
    settings = bytes(frames.sections["settings"].parts[""].content)
    assert settings == b"kernel\t1\tfound\tkernel.ostype\tLinux\n"


def test_it_is_the_same_each_time_and_knows_what_is_declared(tmp_path: Path) -> None:
    text = exported(tmp_path, "upe")
    assert text == exported(tmp_path, "upe")
    assert "DEEP=restic" in text
    assert "kernel.ostype" not in exported(tmp_path, "nas")


def test_sudo_is_for_the_account_that_logs_in(tmp_path: Path) -> None:
    assert "\nreader ALL=(root) NOPASSWD: " in exported(tmp_path, "upe", "sudoers")


def test_a_key_may_be_bound_to_addresses() -> None:
    line = authorized_key("ssh-ed25519 AAAA", date(2026, 11, 20), "192.0.2.5,2001:db8::/64")
    assert line == (
        f'restrict,command="{WRAPPER_PATH}",from="192.0.2.5,2001:db8::/64" '
        "ssh-ed25519 AAAA heirbook 2026-11\n"
    )
    assert "from=" not in authorized_key("ssh-ed25519 AAAA", date(2026, 11, 20))


@pytest.mark.parametrize("origin", ["", 'x"', "a b", "192.0.2.5,", "a\nb"])
def test_what_is_no_address_gets_into_no_line(origin: str) -> None:
    with pytest.raises(ValueError, match="no list of addresses"):
        authorized_key("ssh-ed25519 AAAA", date(2026, 11, 20), origin)


def test_an_undeclared_server_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no server is called 'ups'"):
        exported(tmp_path, "ups")
