"""Trust: a key is looked at without a login, judged by what was read on the console, written."""

import socket
from datetime import date

import paramiko
import pytest

from heirbook.collectors.hop import Place
from heirbook.collectors.host_key import HostKey
from heirbook.collectors.pins import Pins, parse_pins
from heirbook.collectors.transport import TransportFailure
from heirbook.collectors.trust import Trusted, decide, offered_key, rewrite, trusted_on
from heirbook.errors import HostKeyError
from tests.collectors.hostile_server import (
    HOST_KEY,
    OTHER_HOST_KEY,
    RSA_HOST_KEY,
    Answers,
    HostileServer,
    host_key,
    serve_ssh,
)
from tests.collectors.test_ssh_real import hop
from tests.parts.sshd import Account, Fleet, SshLab

PLACE = Place("upe", "192.0.2.9", 2222)
KEY, OTHER, RSA = host_key(HOST_KEY), host_key(OTHER_HOST_KEY), host_key(RSA_HOST_KEY)
DAY = date(2026, 11, 20)


def line(key: HostKey, address: str = "[192.0.2.9]:2222") -> str:
    return f"{address} {key.key_type} {key.base64}\n"


def test_looking_at_a_key_is_no_login() -> None:
    with HostileServer(lambda sock, seen: serve_ssh(sock, seen, Answers())) as server:
        got = offered_key(Place("upe", "127.0.0.1", server.port), (), Pins())
        seen = server.seen
    assert got == KEY
    assert (seen.connections, seen.authentications, seen.commands) == (1, 0, 0)


def test_a_server_that_is_not_there_is_a_failure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(listener.getsockname()[1])
    got = offered_key(Place("upe", "127.0.0.1", port), (), Pins())
    assert isinstance(got, TransportFailure)
    assert got.reason == "refused"


@pytest.mark.sshd
@pytest.mark.root
def test_a_key_behind_a_jump_server_is_seen_through_its_pinned_key(fleet: Fleet) -> None:
    place = Place("nas", fleet.nas.address, fleet.nas.port)
    logins = fleet.nas.logins(), fleet.upe.logins()
    got = offered_key(place, (hop(fleet.lab, fleet.upe),), parse_pins(fleet.known_hosts))
    assert isinstance(got, HostKey)
    assert f"{got.key_type} {got.base64}" == fleet.nas.host_keys[0]
    assert (fleet.nas.logins(), fleet.upe.logins()) == (logins[0], logins[1] + 1)


@pytest.mark.sshd
@pytest.mark.root
def test_a_type_can_be_asked_for(ssh_lab: SshLab) -> None:
    server = ssh_lab.start("two-types", Account("pi"), key_types=("ed25519", "rsa"))
    got = offered_key(Place("upe", server.address, server.port), (), Pins(), "ssh-rsa")
    assert isinstance(got, HostKey)
    assert got.key_type == "ssh-rsa"


def test_the_right_fingerprint_pins_a_first_key_and_keeps_the_same_one() -> None:
    assert decide(PLACE, KEY, KEY.fingerprint, Pins(), replace=False) == ()
    same = pinned_here(HOST_KEY)
    assert decide(PLACE, KEY, f" {KEY.fingerprint}\n", same, replace=False) == ()


@pytest.mark.parametrize(
    "read",
    ["yes", "", OTHER.fingerprint, KEY.fingerprint[:-1]],
    ids=["yes", "nothing", "another key's", "cut short"],
)
def test_only_the_whole_fingerprint_is_accepted(read: str) -> None:
    with pytest.raises(HostKeyError, match="is not that of the key") as caught:
        decide(PLACE, KEY, read, Pins(), replace=True)
    assert caught.value.exit_code == 6


def test_another_pinned_key_needs_the_word_replace() -> None:
    pins = pinned_here(OTHER_HOST_KEY, RSA_HOST_KEY)
    with pytest.raises(HostKeyError) as caught:
        decide(PLACE, KEY, KEY.fingerprint, pins, replace=False)
    assert caught.value.hint == "heirbook trust upe --replace"
    assert decide(PLACE, KEY, KEY.fingerprint, pins, replace=True) == (OTHER, RSA)


def test_a_revoked_key_cannot_be_trusted() -> None:
    pins = parse_pins(f"@revoked {line(KEY)}")
    with pytest.raises(HostKeyError, match="is revoked"):
        decide(PLACE, KEY, KEY.fingerprint, pins, replace=True)


def test_the_first_pin_stands_below_who_trusted_it_and_when() -> None:
    text = rewrite("", Trusted(PLACE, KEY, DAY, "rasa"))
    assert text == f"# upe {KEY.fingerprint} trusted 2026-11-20 by rasa\n{line(KEY)}"
    assert trusted_on(text, KEY.fingerprint) == "2026-11-20"
    assert trusted_on(text, OTHER.fingerprint) is None


def test_a_replaced_pin_goes_with_its_comment_and_is_named() -> None:
    before = rewrite("", Trusted(PLACE, OTHER, date(2026, 3, 2), "jonas"))
    text = rewrite(before, Trusted(PLACE, KEY, DAY, "rasa", replaces=(OTHER,)))
    assert text == (
        f"# upe {KEY.fingerprint} trusted 2026-11-20 by rasa, replaces {OTHER.fingerprint}\n"
        f"{line(KEY)}"
    )
    assert trusted_on(text, KEY.fingerprint) == "2026-11-20"


def test_the_file_is_sorted_and_everything_else_stays() -> None:
    before = (
        "# our servers\n\n"
        "# the gate\n" + line(OTHER, "upe.example.org") + f"@revoked {line(OTHER)}"
        + "# the pi\n" + line(KEY, "192.0.2.8")
    )  # fmt: skip
    text = rewrite(before, Trusted(PLACE, KEY, DAY, "rasa"))
    assert text.splitlines() == [
        "# our servers",
        "",
        "# the pi",
        line(KEY, "192.0.2.8").strip(),
        *sorted_pair(),
        "# the gate",
        line(OTHER, "upe.example.org").strip(),
    ]
    again = rewrite(text, Trusted(PLACE, KEY, DAY, "rasa"))
    assert again == text, "trusting the same key twice changes nothing"


def sorted_pair() -> list[str]:
    """Return the new pin and the revoked one of the same address, in the order of the file."""
    return [
        f"# upe {KEY.fingerprint} trusted 2026-11-20 by rasa",
        line(KEY).strip(),
        f"@revoked {line(OTHER)}".strip(),
    ]


def pinned_here(*keys: paramiko.PKey) -> Pins:
    return parse_pins("".join(line(host_key(key)) for key in keys))
