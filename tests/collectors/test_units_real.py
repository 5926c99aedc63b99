"""Scripts of units and settings of units, as a real systemd tells of them."""

import pytest

from heirbook.collectors.frames import Frames, parse_frames
from heirbook.collectors.interpret import interpret
from heirbook.collectors.script import assemble
from heirbook.inventory.script import LiteralSecret
from heirbook.inventory.service import Units
from heirbook.inventory.setting import Settings
from tests.collectors.framed import EVAL, NONCE, UNITS
from tests.parts.sshd import SshServer

pytestmark = [pytest.mark.sshd, pytest.mark.root]
UNIT = """[Service]
Type=oneshot
ExecStart=/opt/shop/backup.sh --token=CANARY /srv/data
Restart=on-failure
RemainAfterExit=yes
"""
SCRIPT = "#!/bin/sh\n\nexport RESTIC_PASSWORD=CANARY\n"
ASKED = (
    "unit\tshop\t1\tshop-backup.service\tRestart",
    "unit\tshop\t2\tnone.service\tRestart",
    "unit\tshop\t3\tshop-backup.service\tNoSuchProperty",
)


def asked(server: SshServer, name: str) -> Frames:
    """Return what one section prints there."""
    script = assemble((UNITS[name],), settings=ASKED)
    printed = server.run("sh", "-c", EVAL, "heirbook", NONCE, stdin=script)
    assert "CANARY" not in printed
    return parse_frames(printed.encode(), b"", NONCE)


@pytest.fixture(scope="module")
def server(systemd_server: SshServer) -> SshServer:
    """Return a server with a unit of the operator's own."""
    systemd_server.write("/opt/shop/backup.sh", SCRIPT, "750")
    systemd_server.write("/etc/systemd/system/shop-backup.service", UNIT)
    systemd_server.run("systemctl", "daemon-reload")
    systemd_server.run("systemctl", "start", "shop-backup.service")
    return systemd_server


def test_a_script_that_a_unit_starts_is_listed_with_its_secrets(server: SshServer) -> None:
    state = interpret(UNITS["units"], asked(server, "units").sections["units"], str)
    assert isinstance(state.facts, Units)
    scripts = {script.path: script for script in state.facts.scripts}
    script = scripts["/opt/shop/backup.sh"]
    assert (script.owner, script.mode, script.size_bytes) == ("root", "750", len(SCRIPT))
    assert script.secrets == (LiteralSecret(line=3, name="RESTIC_PASSWORD"),)


def test_a_property_is_a_value_and_a_unit_that_is_not_there_is_missing(server: SshServer) -> None:
    state = interpret(UNITS["settings"], asked(server, "settings").sections["settings"], str)
    assert isinstance(state.facts, Settings)
    assert [(one.place, one.state, one.value) for one in state.facts.settings] == [
        (1, "found", "on-failure"),
        (2, "missing", None),
        (3, "missing", None),
    ]
