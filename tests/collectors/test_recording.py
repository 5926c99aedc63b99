"""What `collect --record` keeps of an answer."""

from datetime import UTC, datetime

from heirbook.collectors.outcome import SourceRun, observed_source
from heirbook.collectors.recording import recordings, server_recording
from heirbook.inventory.record import SourceId

NONCE = "ab" * 16
AT = datetime(2026, 11, 20, tzinfo=UTC)


def recorded(out: bytes, err: bytes) -> dict[str, bytes]:
    source = observed_source(SourceId("server/upe"), "ssh", {}, AT)
    files = server_recording(source.id, out, err, NONCE)
    return recordings([SourceRun(source, (), 0, recording=files)], str)


def test_the_nonce_of_the_run_becomes_zeros() -> None:
    files = recorded(f"\n@@{NONCE} B os\nID=debian\n".encode(), b"")
    assert files == {"ssh/upe.txt": b"\n@@" + b"0" * 32 + b" B os\nID=debian\n"}


def test_of_stderr_only_frames_and_a_refusal_are_kept() -> None:
    err = f"@@{NONCE} B os\nno such name: hunter2\nsudo: a password is required for hunter2\n"
    kept = recorded(b"x", err.encode())["ssh/upe.txt.err"]
    assert kept == b"@@" + b"0" * 32 + b" B os\nsudo: a password is required\n"
