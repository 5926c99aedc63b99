"""Pins: only plain lines of one address and one key are read; everything else is named."""

import base64
import subprocess
from collections.abc import Callable
from pathlib import Path

import paramiko
import pytest

from heirbook.collectors.host_key import HostKey
from heirbook.collectors.pins import Pin, Pins, parse_pins, read_pins
from heirbook.errors import WorkspaceError
from tests.real_parts import need

ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
FINGERPRINT = "SHA256:ZkAslGjFiUHdGf/WUL8rQvkib4PTvQatUV0OUQSncCA"
BLOB = base64.b64decode(ED25519.split()[1])


def wire(*fields: bytes) -> str:
    return base64.b64encode(b"".join(len(f).to_bytes(4, "big") + f for f in fields)).decode("ascii")


def rsa(bits: int) -> str:
    return wire(
        b"ssh-rsa", b"\x01\x00\x01", b"\x00" + (1 << (bits - 1) | 1).to_bytes(bits // 8, "big")
    )


def test_an_address_has_the_port_22_unless_it_names_another() -> None:
    pins = parse_pins(f"# a comment\n\n192.0.2.9 {ED25519}\n[upe.example.org]:2222 {ED25519}\n")
    key = HostKey("ssh-ed25519", BLOB)
    assert pins.lookup("192.0.2.9", 22) == (key,)
    assert pins.lookup("upe.example.org", 2222) == (key,)
    assert pins.lookup("upe.example.org", 22) == ()
    assert pins.lookup("192.0.2.9", 2222) == ()


def test_addresses_are_compared_without_case_and_final_dot() -> None:
    pins = parse_pins(f"UPE.example.org {ED25519}\n")
    assert len(pins.lookup("upe.example.org.", 22)) == 1


def test_an_ipv6_address_is_read_with_and_without_a_port() -> None:
    pins = parse_pins(f"2001:db8::1 {ED25519}\n[2001:db8::1]:2222 {ED25519}\n")
    assert [len(pins.lookup("2001:db8::1", port)) for port in (22, 2222)] == [1, 1]


def test_the_fingerprint_is_the_one_ssh_keygen_prints() -> None:
    assert HostKey("ssh-ed25519", BLOB).fingerprint == FINGERPRINT
    (keygen,) = need("ssh-keygen")
    shown = subprocess.run(
        [keygen, "-lf", "-"], input=ED25519, capture_output=True, text=True, check=True
    ).stdout
    assert FINGERPRINT in shown.split()


def test_a_revoked_key_is_no_pin_and_is_good_nowhere() -> None:
    pins = parse_pins(f"192.0.2.9 {ED25519}\n@revoked 192.0.2.10 {ED25519}\n")
    assert pins.is_revoked(HostKey("ssh-ed25519", BLOB))
    assert pins.lookup("192.0.2.10", 22) == ()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (f"@cert-authority *.example.org {ED25519}", "only the mark @revoked"),
        (f"|1|c2FsdA==|aGFzaA== {ED25519}", "hashed"),
        (f"*.example.org {ED25519}", "without wildcards"),
        (f"!upe.example.org {ED25519}", "without wildcards"),
        (f"upe.example.org,192.0.2.9 {ED25519}", "one address a line"),
        (f"-oProxyCommand=id {ED25519}", "expected an address"),
        (f"[192.0.2.9]:0 {ED25519}", "expected an address"),
        (f"[192.0.2.9]:70000 {ED25519}", "expected an address"),
        (f"192.0.2.9:22:x/ {ED25519}", "expected an address"),
        ("192.0.2.9 ssh-ed25519", "expected: address, type"),
        (f"192.0.2.9 {ED25519} comment", "expected: address, type"),
        ("192.0.2.9 ssh-ed25519 AAAA*", "not base64"),
        ("192.0.2.9 ssh-ed25519 AAAA", "not whole"),
        (f"192.0.2.9 ssh-ed25519 {wire(b'ssh-ed25519', b'short')}", "not whole"),
        (f"192.0.2.9 ssh-rsa {ED25519.split()[1]}", "another type"),
        (f"192.0.2.9 ssh-dss {wire(b'ssh-dss', b'p', b'q', b'g', b'y')}", "cannot be pinned"),
        (f"192.0.2.9 ssh-rsa {rsa(1024)}", "under 2048 bits"),
        (f"192.0.2.9 ssh-unknown {wire(b'ssh-unknown')}", "cannot be pinned"),
    ],
)
def test_anything_else_is_refused_with_file_and_line(line: str, says: str) -> None:
    with pytest.raises(WorkspaceError) as caught:
        parse_pins(f"# first\n{line}\n")
    (problem,) = caught.value.problems
    assert problem.where == "collectors/known_hosts:2"
    assert says in problem.message
    assert caught.value.exit_code == 2


def test_all_bad_lines_are_named_at_once_and_none_is_echoed() -> None:
    with pytest.raises(WorkspaceError) as caught:
        parse_pins("canary-1 bad\n\ncanary-2 bad\n")
    assert [problem.where for problem in caught.value.problems] == [
        "collectors/known_hosts:1",
        "collectors/known_hosts:3",
    ]
    assert "canary" not in str([str(problem) for problem in caught.value.problems])


def test_a_short_rsa_key_is_pinned_with_a_warning() -> None:
    pins = parse_pins(f"192.0.2.9 ssh-rsa {rsa(2048)}\n192.0.2.10 ssh-rsa {rsa(3072)}\n")
    assert len(pins.entries) == 2
    assert [problem.where for problem in pins.warnings] == ["collectors/known_hosts:1"]


def test_a_missing_file_holds_no_pins(tmp_path: Path) -> None:
    assert read_pins(tmp_path / "known_hosts") == Pins()


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "known_hosts"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(WorkspaceError, match="cannot be read"):
        read_pins(file)


@pytest.mark.parametrize(
    "make",
    [lambda: paramiko.RSAKey.generate(2048), lambda: paramiko.ECDSAKey.generate(bits=384)],
    ids=["rsa", "ecdsa"],
)
def test_a_written_line_is_read_back_as_the_same_pin(make: Callable[[], paramiko.PKey]) -> None:
    key = make()
    for port in (22, 2222):
        pin = Pin("192.0.2.9", port, HostKey(key.get_name(), key.asbytes()), revoked=port != 22)
        assert parse_pins(pin.line() + "\n").entries == (pin,)
