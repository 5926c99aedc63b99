"""A recording gives what the file holds, with the nonce of the run that replays it."""

from pathlib import Path

from heirbook.collectors.recorded import RecordedTransport
from heirbook.collectors.transport import Completed, TransportFailure

NONCE = "0123456789abcdef0123456789abcdef"
ZEROS = "0" * 32


def test_frames_carry_the_nonce_of_this_run(tmp_path: Path) -> None:
    file = tmp_path / "upe.txt"
    file.write_text(f"\n@@{ZEROS} B os\nserial {ZEROS}\n\n@@{ZEROS} E os 0\n", "ascii")
    file.with_name("upe.txt.err").write_text(f"\n@@{ZEROS} B os\noops\n", "ascii")
    got = RecordedTransport(file).run("not run", NONCE, 5)
    assert isinstance(got, Completed)
    assert got.stdout == f"\n@@{NONCE} B os\nserial {ZEROS}\n\n@@{NONCE} E os 0\n".encode()
    assert got.stderr == f"\n@@{NONCE} B os\noops\n".encode()
    assert (got.exit_status, got.cut) == (0, None)


def test_errors_are_optional(tmp_path: Path) -> None:
    file = tmp_path / "upe.txt"
    file.write_bytes(b"noise")
    got = RecordedTransport(file).run("", NONCE, 5)
    assert isinstance(got, Completed)
    assert (got.stdout, got.stderr) == (b"noise", b"")


def test_a_missing_recording_is_a_failure_to_start(tmp_path: Path) -> None:
    got = RecordedTransport(tmp_path / "none.txt").run("", NONCE, 5)
    assert isinstance(got, TransportFailure)
    assert (got.reason, got.stage) == ("tool", "start")
