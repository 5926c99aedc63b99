"""What arrived, kept for tests and bug reports: scrubbed, judged, with a nonce of zeros."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from heirbook.collectors.frames import decode
from heirbook.collectors.outcome import SourceRun
from heirbook.collectors.section_state import says_refused
from heirbook.inventory.record import SourceId
from heirbook.publish import output_staging

ZEROS = "0" * 32
REFUSAL = b"sudo: a password is required"
Scrub = Callable[[str], str]
Files = Mapping[str, str]


def server_recording(source: SourceId, out: bytes, err: bytes, nonce: str) -> Files:
    """Return the files of one answer, `ssh/<server>.txt` and `.txt.err`, not yet scrubbed."""
    path = f"ssh/{source.partition('/')[2]}.txt"
    streams = {path: out, f"{path}.err": _understood(err, nonce)}
    return {
        name: decode(content).replace(f"@@{nonce}", f"@@{ZEROS}")
        for name, content in streams.items()
        if content or name == path
    }


def recordings(runs: Sequence[SourceRun], scrub: Scrub) -> dict[str, bytes]:
    """Return the files of a recording, scrubbed."""
    return {
        name: scrub(text).encode("utf-8", "backslashreplace")
        for run in runs
        for name, text in (run.recording or {}).items()
    }


def _understood(errors: bytes, nonce: str) -> bytes:
    """Return of stderr its frames, and one phrase where sudo or doas refused.

    The rest is free text of any program, in which nobody can tell a value from a word.
    """
    frame = b"@@" + nonce.encode("ascii")
    kept = []
    for line in errors.split(b"\n"):
        if not line or line.startswith(frame):
            kept.append(line)
        elif says_refused(line):
            kept.append(REFUSAL)
    return b"\n".join(kept)


def write_recordings(
    folder: Path, runs: Sequence[SourceRun], scrub: Scrub, gate: Callable[[Path], None]
) -> tuple[str, ...]:
    """Write the recording into a folder and return its paths, all or none.

    Raises:
        GateError: when something looks like a secret; nothing was written.
        OutputError: when the disk refuses.
    """
    with output_staging(folder) as staging:
        for path, content in sorted(recordings(runs, scrub).items()):
            staging.write(path, content)
        return staging.publish(gate)
