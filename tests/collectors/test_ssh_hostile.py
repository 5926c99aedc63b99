"""The SSH transport against hostile servers: typed outcomes, within the budget, one attempt."""

import importlib
import resource
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import paramiko
import pytest

from heirbook.collectors.connection import ConnectionFailedError
from heirbook.collectors.deadline import Deadline, cut_all
from heirbook.collectors.pins import Pins
from heirbook.collectors.ssh import SshTransport
from heirbook.collectors.ssh_client import shake_hands, shown_key, wire_to
from heirbook.collectors.transport import (
    STDERR_CAP_BYTES,
    Completed,
    Reason,
    TransportFailure,
)
from tests.collectors.hostile_server import (
    HOST_KEY,
    OTHER_HOST_KEY,
    RSA_HOST_KEY,
    Case,
    HostileServer,
    Seen,
    command_channel,
    host_key,
    pinned,
    route_to,
)

NONCE = "0123456789abcdef0123456789abcdef"
SLACK_S = 2.0
NAMES = sorted(file.stem for file in (Path(__file__).parent / "hostile").glob("f*.py"))


def case_of(name: str) -> Case:
    case = importlib.import_module(f"tests.collectors.hostile.{name}").CASE
    assert isinstance(case, Case)
    return case


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_server_costs_no_more_than_its_budget(name: str) -> None:
    case = case_of(name)
    started = time.monotonic()
    with HostileServer(case.serve) as server:
        transport = SshTransport(route_to(server.port), pinned(server.port, HOST_KEY))
        got = transport.run("echo hi\n", NONCE, case.budget_s)
        took_s = time.monotonic() - started
    if isinstance(got, TransportFailure):
        assert (got.reason, got.attempts) == (case.reason, case.attempts)
    else:
        assert case.reason is None
        assert (got.cut, got.stdout) == (case.cut, case.stdout)
        assert (got.exit_status is None) == (case.cut is not None)
    assert server.seen.authentications == case.authentications
    assert server.seen.connections == case.attempts
    assert took_s <= case.budget_s + SLACK_S


def test_six_megabytes_of_errors_are_counted_not_kept() -> None:
    case = case_of("f17_sends_megabytes_of_errors_first")
    with HostileServer(case.serve) as server:
        transport = SshTransport(route_to(server.port), pinned(server.port, HOST_KEY))
        got = transport.run("", NONCE, case.budget_s)
    assert isinstance(got, Completed)
    assert len(got.stderr) == STDERR_CAP_BYTES
    assert got.stderr_dropped_bytes == 6_000_000 - STDERR_CAP_BYTES


@pytest.fixture
def full_listener() -> Iterator[int]:
    """Return a port whose queue of connections is full: nobody is let in, nobody is refused."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        port = int(listener.getsockname()[1])
        waiting = []
        for _ in range(3):
            sock = socket.socket()
            sock.settimeout(0)
            sock.connect_ex(("127.0.0.1", port))
            waiting.append(sock)
        time.sleep(0.2)
        yield port
        for sock in waiting:
            sock.close()


@pytest.mark.slow
def test_a_black_hole_is_a_connect_timeout_after_one_retry(full_listener: int) -> None:
    got = SshTransport(route_to(full_listener), Pins()).run("", NONCE, 9)
    assert isinstance(got, TransportFailure)
    assert (got.reason, got.stage, got.attempts) == ("connect_timeout", "connect", 2)
    assert got.duration_s <= 9 + SLACK_S


def test_a_closed_port_is_refused_after_one_retry() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(listener.getsockname()[1])
    got = SshTransport(route_to(port), Pins()).run("", NONCE, 5)
    assert isinstance(got, TransportFailure)
    assert (got.reason, got.stage, got.attempts) == ("refused", "connect", 2)


def test_a_retry_needs_time_within_the_budget() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(listener.getsockname()[1])
    got = SshTransport(route_to(port), Pins()).run("", NONCE, 1)
    assert isinstance(got, TransportFailure)
    assert (got.reason, got.attempts) == ("refused", 1)


def test_a_name_that_nobody_knows_is_dns() -> None:
    got = SshTransport(route_to(22, "no-such-server.invalid"), Pins()).run("", NONCE, 1.5)
    assert isinstance(got, TransportFailure)
    assert (got.reason, got.stage) == ("dns", "connect")


def answers(connection: socket.socket, seen: Seen) -> None:
    """Serve as a good server does."""
    serve_with(HOST_KEY, connection, seen)


def serve_with(key: paramiko.PKey, connection: socket.socket, seen: Seen) -> None:
    channel = command_channel(connection, seen, key)
    channel.sendall(b"whole\n")
    channel.send_exit_status(0)
    channel.close()
    seen.hang()


def test_the_pinned_key_is_one_login_and_one_command() -> None:
    with HostileServer(answers) as server:
        pins = pinned(server.port, OTHER_HOST_KEY, HOST_KEY)
        got = SshTransport(route_to(server.port), pins).run("echo hi\n", NONCE, 5)
        seen = server.seen
    assert isinstance(got, Completed)
    assert (got.stdout, got.exit_status, got.cut) == (b"whole\n", 0, None)
    assert (seen.connections, seen.authentications, seen.commands) == (1, 1, 1)


def test_a_server_that_hangs_up_after_the_key_exchange_is_a_failure_of_its_own() -> None:
    with HostileServer(answers) as server, Deadline(5) as deadline:
        place = route_to(server.port).target.place
        transport = shake_hands(wire_to(place, None, deadline), place, deadline)
        transport.close()
        with pytest.raises(ConnectionFailedError) as failed:
            shown_key(transport)
    assert (failed.value.reason, failed.value.stage) == ("reset", "kex")


@pytest.mark.parametrize(
    ("shown", "pin", "reason"),
    [
        (HOST_KEY, None, "hostkey_unknown"),
        (HOST_KEY, OTHER_HOST_KEY, "hostkey_changed"),
        (RSA_HOST_KEY, HOST_KEY, "hostkey_changed"),
    ],
    ids=["unknown", "changed, same type", "changed type"],
)
def test_another_key_than_the_pinned_one_sees_no_login(
    shown: paramiko.PKey, pin: paramiko.PKey | None, reason: Reason
) -> None:
    with HostileServer(lambda connection, seen: serve_with(shown, connection, seen)) as server:
        pins = pinned(server.port, pin) if pin else Pins()
        got = SshTransport(route_to(server.port), pins).run("echo hi\n", NONCE, 5)
        seen = server.seen
    assert isinstance(got, TransportFailure)
    assert (got.reason, got.attempts) == (reason, 1)
    assert got.host_key is not None
    assert got.host_key.offered == host_key(shown).fingerprint
    assert got.host_key.pinned == (host_key(pin).fingerprint if pin else None)
    assert (seen.connections, seen.authentications, seen.commands) == (1, 0, 0)


def test_a_revoked_key_is_refused_even_if_it_is_pinned() -> None:
    with HostileServer(answers) as server:
        pins = pinned(server.port, HOST_KEY, revoked=HOST_KEY)
        got = SshTransport(route_to(server.port), pins).run("echo hi\n", NONCE, 5)
        seen = server.seen
    assert isinstance(got, TransportFailure)
    assert got.reason == "hostkey_revoked"
    assert (seen.authentications, seen.commands) == (0, 0)


def test_all_connections_end_at_once_when_the_program_is_told_to() -> None:
    case = case_of("f14_runs_a_silent_command")
    started = time.monotonic()
    with HostileServer(case.serve) as server, ThreadPoolExecutor(1) as pool:
        transport = SshTransport(route_to(server.port), pinned(server.port, HOST_KEY))
        run = pool.submit(transport.run, "echo hi\n", NONCE, 60)
        while not server.seen.commands:
            time.sleep(0.05)
        cut_all()
        got = run.result()
    assert isinstance(got, TransportFailure)
    assert got.attempts == 1
    assert time.monotonic() - started < 10


def test_eight_hostile_servers_at_once_stay_within_time_and_memory() -> None:
    names = [name for name in NAMES if case_of(name).budget_s <= 4][:4]
    names += ["f16_sends_endless_output"] * 4
    servers = [HostileServer(case_of(name).serve) for name in names]
    started, peak_before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with ThreadPoolExecutor(len(servers)) as pool:
        runs = []
        for server in servers:
            server.__enter__()
            transport = SshTransport(route_to(server.port), pinned(server.port, HOST_KEY))
            runs.append(pool.submit(transport.run, "echo hi\n", NONCE, 6.0))
        outcomes = [run.result() for run in runs]
    for server in servers:
        server.__exit__(None, None, None)
    assert len(outcomes) == len(names)
    assert time.monotonic() - started <= 6 + SLACK_S
    # of this process, which has run other tests before and plays the eight servers
    grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak_before
    assert grown_kib / 1024 <= 400


def client_offers(packets: list[bytes], connection: socket.socket, seen: Seen) -> None:
    """Keep what the client offers for its key exchange (RFC 4253 7.1)."""
    connection.sendall(b"SSH-2.0-hostile\r\n")
    with connection.makefile("rb") as stream:
        stream.readline()
        length = int.from_bytes(stream.read(4), "big")
        packets.append(stream.read(length))
    seen.hang()


def name_lists(packet: bytes) -> list[list[str]]:
    at, lists = 1 + 1 + 16, []
    for _ in range(10):
        length = int.from_bytes(packet[at : at + 4], "big")
        lists.append(packet[at + 4 : at + 4 + length].decode("ascii").split(","))
        at += 4 + length
    return lists


def test_the_client_offers_no_weak_algorithm_and_no_compression() -> None:
    packets: list[bytes] = []
    with HostileServer(lambda sock, seen: client_offers(packets, sock, seen)) as server:
        SshTransport(route_to(server.port), pinned(server.port, HOST_KEY)).run("", NONCE, 1)
    exchanges, host_keys, ciphers, _, macs, _, compression, *_ = name_lists(packets[0])
    assert exchanges[0] == "curve25519-sha256@libssh.org"
    assert not [name for name in exchanges if name.endswith("sha1")]
    assert host_keys[0] == HOST_KEY.get_name(), "the pinned type is asked for first"
    assert ciphers[0] == "aes128-gcm@openssh.com"
    assert not [name for name in ciphers if "cbc" in name or "3des" in name]
    assert not [name for name in macs if "sha1" in name or "md5" in name]
    assert compression == ["none"]
