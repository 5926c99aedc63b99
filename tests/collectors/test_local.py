"""The local transport: the same script, caps and outcomes as over SSH."""

import os

from heirbook.child import minimal_environment
from heirbook.collectors.local import LocalTransport
from heirbook.collectors.transport import (
    STDERR_CAP_BYTES,
    STDOUT_CAP_BYTES,
    Completed,
    TransportFailure,
)

NONCE = "0123456789abcdef0123456789abcdef"
LOCAL = LocalTransport(minimal_environment({"PATH": os.defpath, "HOME": "/"}))


def completed(script: str, timeout_s: float = 10) -> Completed:
    got = LOCAL.run(script, NONCE, timeout_s)
    assert isinstance(got, Completed)
    return got


def test_the_script_runs_with_its_nonce() -> None:
    got = completed('echo "@@$1 B x"; echo seen >&2; exit 3\n')
    assert got.stdout == f"@@{NONCE} B x\n".encode()
    assert (got.stderr, got.exit_status, got.cut) == (b"seen\n", 3, None)


def test_a_child_cannot_eat_the_rest_of_the_script() -> None:
    assert completed("cat\necho rest\n").stdout == b"rest\n"


def test_the_script_stays_out_of_the_list_of_processes() -> None:
    script = "canary=5512; tr '\\0' ' ' < /proc/$$/cmdline\n"
    assert b"canary" not in completed(script).stdout


def test_a_deadline_keeps_what_was_said() -> None:
    got = completed("echo whole; sleep 60", 0.5)
    assert (got.stdout, got.cut, got.exit_status) == (b"whole\n", "deadline", None)


def test_a_silent_script_is_a_failure_at_the_deadline() -> None:
    got = LOCAL.run("sleep 60", NONCE, 0.5)
    assert isinstance(got, TransportFailure)
    assert (got.reason, got.stage) == ("deadline", "read")


def test_endless_output_and_errors_are_capped() -> None:
    got = completed("head -c 200000 /dev/zero >&2; cat /dev/zero")
    assert (len(got.stdout), got.cut) == (STDOUT_CAP_BYTES, "output_cap")
    assert len(got.stderr) == STDERR_CAP_BYTES
    assert got.stderr_dropped_bytes == 200_000 - STDERR_CAP_BYTES


def test_a_missing_shell_is_a_failure_to_start() -> None:
    got = LocalTransport({"PATH": "/nonexistent"}).run("echo hi", NONCE, 5)
    assert isinstance(got, TransportFailure)
    assert (got.reason, got.stage) == ("tool", "start")
