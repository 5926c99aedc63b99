"""Tunnel clients in units, scripts, containers and files: ids are found, no token leaves."""

import re
import subprocess
from pathlib import Path

import pytest

from heirbook.collectors.script import assemble
from heirbook.inventory.tunnel import Tunnel, Tunnels
from tests.collectors.framed import UNITS, Printed, run_script
from tests.collectors.lab_root import SHELLS, add_lab, make_root, run_section, state_of
from tests.collectors.test_containers_real import HIDDEN, OTHERS, SHIM
from tests.parts.containers import IMAGE, Engine
from tests.real_parts import need

pytestmark = pytest.mark.root
PLANTED = "6ff42ae2-765d-4adf-8112-31c55c1551ef"
# base64 of an object that holds the id of the tunnel, and as its secret a canary
TOKEN = re.search(
    r"--token (\S+)", (Path(__file__).parent / "lab/tunnels/planted/shown.txt").read_text()
)


def make_lab(root: Path, shell: str) -> None:
    make_root(root, shell)
    add_lab(root, "tunnels")
    (root / "run/systemd/system").mkdir(parents=True)


@pytest.fixture(params=SHELLS)
def printed(request: pytest.FixtureRequest, tmp_path: Path) -> Printed:
    make_lab(tmp_path, request.param)
    return run_section(tmp_path, request.param, "tunnels")


def facts(printed: Printed) -> Tunnels:
    found = state_of(printed, "tunnels").facts
    assert isinstance(found, Tunnels)
    return found


def by_place(printed: Printed) -> dict[str, Tunnel]:
    return {tunnel.place: tunnel for tunnel in facts(printed).tunnels}


def test_no_token_and_no_secret_leaves_the_server(printed: Printed) -> None:
    assert TOKEN
    said = printed.stdout + printed.stderr
    assert re.findall(rb".*CANARY.*", said) == []
    assert [TOKEN[1][at : at + 12] for at in range(0, len(TOKEN[1]) - 12, 4)
            if TOKEN[1][at : at + 12].encode() in said] == []  # fmt: skip


def test_a_unit_gives_the_id_inside_its_token(printed: Printed) -> None:
    unit = by_place(printed)["unit:cloudflared.service"]
    assert (unit.product, unit.tunnel_id, unit.version) == ("cloudflared", PLANTED, "2025.8.0")


def test_a_unit_that_names_a_file_stands_for_it(printed: Printed) -> None:
    found = by_place(printed)
    unit = found["unit:cloudflared2.service"]
    assert unit.tunnel_id == "11111111-2222-4333-8444-555555555555"
    assert unit.hosts == ("shop.example.org", "blog.example.org")
    assert [route.target for route in unit.routes] == [
        "http://localhost:3000", "http://127.0.0.1:2368", "http_status:404",
    ]  # fmt: skip
    assert "file:/etc/cloudflared/config.yml" not in found


def test_a_script_gives_what_its_client_is_started_with(printed: Printed) -> None:
    script = by_place(printed)["script:/usr/local/bin/newt-wrapper.sh"]
    assert (script.unit, script.tunnel_id) == ("newt.service", "xk3l6c8q1zrw2vb")
    assert script.endpoint == "pangolin.example.org:8443"


def test_variables_of_a_unit_and_of_its_file_count(printed: Printed) -> None:
    unit = by_place(printed)["unit:newt-env.service"]
    assert (unit.tunnel_id, unit.endpoint) == ("fromenv1", "app.example.org")


def test_what_updates_a_client_is_no_client(printed: Printed) -> None:
    assert "unit:cloudflared-update.service" not in by_place(printed)


def test_containers_go_by_their_identity_and_image(printed: Printed) -> None:
    found = by_place(printed)
    newt, token = found["container:edge/newt"], found["container:edge/cf/2"]
    assert (newt.tunnel_id, newt.endpoint, newt.version) == (
        "fromcontainer", "app.example.org", "1.4.2",
    )  # fmt: skip
    assert (token.tunnel_id, token.version) == (PLANTED, "2025.8.0")
    assert found["container:cf"].tunnel_id == PLANTED
    assert found["container:cf"].version is None
    assert found["container:ts"].product == "tailscale"
    assert "container:shop/web" not in found


def test_a_token_that_cannot_be_read_is_a_gap(printed: Printed) -> None:
    state = state_of(printed, "tunnels")
    assert [(gap.kind, gap.path) for gap in state.gaps] == [("unread", "container:broken")]
    assert by_place(printed)["container:broken"].tunnel_id is None


def test_tailscale_tells_its_own_state_only(printed: Printed) -> None:
    own = by_place(printed)["unit:tailscaled.service"]
    assert (own.tunnel_id, own.state, own.version) == (
        "nabcdeCNTRL", "Running", "1.82.5-tbcd8e6b9a",
    )  # fmt: skip
    assert own.addresses == ("100.101.102.103", "fd7a:115c:a1e0::1")
    assert own.hosts == ("upe.tail1234.ts.example.org",)


def test_peers_of_wireguard_go_by_their_public_keys(printed: Printed) -> None:
    called, silent = facts(printed).peers
    assert (called.interface, called.endpoint) == ("wg0", "192.0.2.7:51820")
    assert called.allowed_ips == ("10.9.0.2/32", "2001:db8::2/128")
    assert called.last_handshake_at
    assert (silent.endpoint, silent.allowed_ips, silent.last_handshake_at) == (None, (), None)


def test_keys_that_wireguard_makes_are_taken(tmp_path: Path) -> None:
    """A kernel without the interface cannot show peers, but `wg` can still make their keys."""
    (wg,) = need("wg")
    private = subprocess.run([wg, "genkey"], capture_output=True, check=True).stdout
    public = subprocess.run([wg, "pubkey"], input=private, capture_output=True, check=True).stdout
    make_lab(tmp_path, "busybox")
    program = tmp_path / "bin/wg"
    recorded = "xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg="
    program.write_text(program.read_text().replace(recorded, public.decode().strip()))
    printed = run_section(tmp_path, "busybox", "tunnels")
    assert public.decode().strip() in {peer.public_key for peer in facts(printed).peers}


def test_without_systemd_scripts_of_init_are_read(tmp_path: Path) -> None:
    make_root(tmp_path, "busybox")
    for path, text in {
        "etc/init.d/newt": "#!/sbin/openrc-run\ncommand=/usr/bin/newt\n/usr/bin/newt --id $WHO\n",
        "etc/conf.d/newt": "WHO=fromconf\nNEWT_SECRET=CANARY\n",
        "etc/init.d/other": "#!/sbin/openrc-run\ncommand=/usr/bin/other\n",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    printed = run_section(tmp_path, "busybox", "tunnels")
    (tunnel,) = facts(printed).tunnels
    assert (tunnel.place, tunnel.tunnel_id) == ("script:/etc/init.d/newt", "fromconf")
    assert b"CANARY" not in printed.stdout


@pytest.mark.parametrize("name", ["docker", "podman"])
def test_a_real_engine_gives_the_id_and_no_token(
    name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    assert TOKEN
    engine: Engine = request.getfixturevalue(name)
    words = ("cloudflared", "tunnel", "run", "--token", TOKEN[1])
    engine.call("create", "--name", "arguments", IMAGE, "sh", *words)
    engine.call("create", "--name", "variable", "-e", f"TUNNEL_TOKEN={TOKEN[1]}", IMAGE,
                "sh", *words[:3])  # fmt: skip
    wrapper = f'#!/bin/sh\nexec {" ".join(engine.command)} "$@"\n'
    for program, text in {"docker": SHIM, name: wrapper}.items():
        (tmp_path / program).write_text(text)
        (tmp_path / program).chmod(0o755)
    steps = f'{HIDDEN}{OTHERS[name]}; PATH={tmp_path}:$PATH exec "$@"'
    become = (*need("unshare"), "--mount", "sh", "-c", steps, "sh")
    printed = run_script(assemble([UNITS["tunnels"]]), ("sh",), become)
    found = by_place(printed)
    assert found["container:arguments"].tunnel_id == PLANTED
    assert found["container:variable"].tunnel_id == PLANTED
    assert found["container:variable"].version is None
    assert TOKEN[1].encode() not in printed.stdout
