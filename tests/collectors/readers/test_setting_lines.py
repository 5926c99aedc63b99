"""What expectations name on a server becomes lines of data for its script, and nothing else."""

from pathlib import Path

from heirbook.collectors.readers.setting_lines import settings_lines
from heirbook.inventory.loading import Declared
from tests.inventory.declared_workspace import FLEET_HEAD, declared_workspace

FLEET = """servers: {upe: {address: 192.0.2.9}, nas: {address: 192.0.2.10}}
expectations:
  - {id: port, why: w, present: true, at: [
      {server: nas, sysctl: vm.swappiness},
      {server: upe, file: /etc/a.conf, line: '^(?:Port|P)[ ]+(?P<value>[0-9]+)'}]}
  - {id: restart, why: w, expect: always, at: [{server: upe, unit: a@b.service, property: Restart}]}
  - {id: web, why: w, expect: "200", at: [{endpoint: "https://example.org/", status: true}]}
"""


def declared(root: Path) -> Declared:
    """Return a workspace with three expectations."""
    made = declared_workspace(root)
    made.write("inventory/fleet.yml", FLEET_HEAD + FLEET)
    return made.load()


def test_each_place_on_the_server_is_one_line(tmp_path: Path) -> None:
    assert settings_lines(declared(tmp_path), "upe") == (
        "file\tport\t2\t/etc/a.conf\t2\t^(Port|P)[ ]+([0-9]+)",
        "unit\trestart\t1\ta@b.service\tRestart",
    )
    assert settings_lines(declared(tmp_path), "nas") == ("sysctl\tport\t1\tvm.swappiness",)


def test_a_server_that_nobody_expects_anything_of_has_none(tmp_path: Path) -> None:
    assert settings_lines(declared(tmp_path), "pi") == ()
