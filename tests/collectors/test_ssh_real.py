"""The SSH transport against real sshd: four kinds of server, one behind another."""

import paramiko
import pytest

from heirbook.collectors.hop import Hop, Place, Route
from heirbook.collectors.pins import Pins, parse_pins
from heirbook.collectors.ssh import SshTransport
from heirbook.collectors.transport import Completed, TransportFailure
from tests.parts.sshd import Account, Fleet, SshLab, SshServer

pytestmark = [pytest.mark.sshd, pytest.mark.root]
NONCE = "0123456789abcdef0123456789abcdef"


def hop(lab: SshLab, server: SshServer, user: str | None = None) -> Hop:
    key = paramiko.PKey.from_path(lab.identity)
    return Hop(Place(server.name, server.address, server.port), user or server.user, key)


def route(lab: SshLab, server: SshServer, *jumps: SshServer) -> Route:
    return Route(tuple(hop(lab, jump) for jump in jumps), hop(lab, server))


def answer(
    fleet: Fleet, server: SshServer, script: str, *jumps: SshServer
) -> Completed | TransportFailure:
    transport = SshTransport(route(fleet.lab, server, *jumps), parse_pins(fleet.known_hosts))
    return transport.run(script, NONCE, 20)


@pytest.mark.parametrize("name", ["upe", "nas", "pi", "box"])
def test_every_kind_of_server_runs_the_script_with_its_nonce(fleet: Fleet, name: str) -> None:
    server: SshServer = getattr(fleet, name)
    before = server.logins()
    got = answer(fleet, server, 'echo "@@$1 $(id -un)"; echo seen >&2; exit 3\n')
    assert isinstance(got, Completed)
    assert got.stdout == f"@@{NONCE} {server.user}\n".encode()
    assert (got.stderr, got.exit_status, got.cut) == (b"seen\n", 3, None)
    assert server.logins() == before + 1
    assert server.refused_logins() == 0


def test_a_server_behind_another_is_reached_through_it(fleet: Fleet) -> None:
    logins = fleet.upe.logins(), fleet.nas.logins()
    got = answer(fleet, fleet.nas, "sudo -n id -u", fleet.upe)
    assert isinstance(got, Completed)
    assert got.stdout == b"0\n"
    assert (fleet.upe.logins(), fleet.nas.logins()) == (logins[0] + 1, logins[1] + 1)


def test_the_busybox_server_has_nothing_else(fleet: Fleet) -> None:
    got = answer(fleet, fleet.box, "readlink -f /bin/sh; readlink -f /bin/ls; ls /usr/sbin")
    assert isinstance(got, Completed)
    assert got.stdout == b"/usr/bin/busybox\n/usr/bin/busybox\nsshd\n"


def test_six_megabytes_of_errors_do_not_stop_the_answer(fleet: Fleet) -> None:
    got = answer(fleet, fleet.pi, "head -c 6000000 /dev/zero >&2; echo done")
    assert isinstance(got, Completed)
    assert (got.stdout, got.cut, len(got.stderr)) == (b"done\n", None, 64 * 1024)
    assert got.stderr_dropped_bytes == 6_000_000 - 64 * 1024


def test_an_unknown_key_ends_before_any_login(fleet: Fleet) -> None:
    logins = fleet.pi.logins()
    got = SshTransport(route(fleet.lab, fleet.pi), Pins()).run("echo hi", NONCE, 20)
    assert isinstance(got, TransportFailure)
    assert got.reason == "hostkey_unknown"
    assert got.host_key is not None
    assert got.host_key.pinned is None
    assert (fleet.pi.logins(), fleet.pi.refused_logins()) == (logins, 0)


def test_a_jump_server_with_a_changed_key_is_named(fleet: Fleet) -> None:
    pi_key, upe = fleet.pi.host_keys[0], fleet.upe
    pins = parse_pins(f"[{upe.address}]:{upe.port} {pi_key}\n")
    logins = upe.logins()
    got = SshTransport(route(fleet.lab, fleet.nas, upe), pins).run("echo hi", NONCE, 20)
    assert isinstance(got, TransportFailure)
    assert (got.reason, got.hop) == ("hostkey_changed", "upe")
    assert upe.logins() == logins


def test_a_refused_user_is_one_attempt(ssh_lab: SshLab) -> None:
    server = ssh_lab.start("strict", Account("heirbook"), config="AllowUsers nobody")
    pins = parse_pins("".join(server.pin_lines))
    got = SshTransport(route(ssh_lab, server), pins).run("echo hi", NONCE, 20)
    assert isinstance(got, TransportFailure)
    assert (got.reason, got.stage, got.attempts) == ("auth", "auth", 1)
    assert server.log.count("Failed publickey") + server.log.count("Failed none") <= 1
    assert server.logins() == 0


def test_of_two_host_keys_the_pinned_type_is_asked_for(ssh_lab: SshLab) -> None:
    server = ssh_lab.start("two-keys", Account("heirbook"), key_types=("ed25519", "rsa"))
    rsa = next(line for line in server.pin_lines if " ssh-rsa " in line)
    got = SshTransport(route(ssh_lab, server), parse_pins(rsa)).run("echo hi", NONCE, 20)
    assert isinstance(got, Completed)
    assert got.stdout == b"hi\n"


def test_an_installed_script_is_named_and_nothing_is_sent(ssh_lab: SshLab) -> None:
    account = Account(key_options='restrict,command="/usr/local/libexec/heirbook-ssh"')
    server = ssh_lab.start("installed", account)
    wrapper = '#!/bin/sh\necho "word: $SSH_ORIGINAL_COMMAND"\necho "input: $(cat)"\n'
    server.write("/usr/local/libexec/heirbook-ssh", wrapper, "755")
    transport = SshTransport(
        route(ssh_lab, server), parse_pins("".join(server.pin_lines)), mode="installed"
    )
    got = transport.run("echo not sent", NONCE, 20)
    assert isinstance(got, Completed)
    assert got.stdout == f"word: heirbook v1 {NONCE}\ninput: \n".encode()
