"""What every transport gives back: the whole answer, a cut one, or a typed failure."""

from dataclasses import dataclass, field
from typing import Literal, Protocol

Reason = Literal[
    "dns", "connect_timeout", "refused", "reset",
    "banner", "kex", "auth_timeout",
    "hostkey_unknown", "hostkey_changed", "hostkey_revoked",
    "auth", "channel", "exec", "deadline", "tool", "not_started",
]  # fmt: skip
Stage = Literal["connect", "kex", "auth", "channel", "exec", "read", "start"]
Cut = Literal["output_cap", "deadline", "no_exit_status"]

STDOUT_CAP_BYTES = 16 * 1024 * 1024
"""What is kept of one server's answer; at the cap the connection is closed."""
STDERR_CAP_BYTES = 64 * 1024
"""What is kept of its errors; the rest is read, dropped and counted."""


@dataclass(frozen=True)
class OfferedKey:
    """The host key a server showed, and the pinned one it should have shown (fingerprints)."""

    key_type: str
    offered: str
    pinned: str | None = None


@dataclass(frozen=True)
class Completed:
    """What arrived. `cut` says why it is not whole; `stdout` still holds whole sections."""

    stdout: bytes
    stderr: bytes
    exit_status: int | None
    duration_s: float
    cut: Cut | None = None
    stderr_dropped_bytes: int = 0


@dataclass(frozen=True)
class TransportFailure:
    """Nothing arrived. `stage` names the step that failed, `host_key` is set for key failures."""

    reason: Reason
    stage: Stage
    duration_s: float = 0.0
    attempts: int = 1
    host_key: OfferedKey | None = field(default=None)
    hop: str | None = None
    """The jump server at which it failed, if it was not the server itself."""


class Transport(Protocol):
    """One way to run the script on one server."""

    name: str
    """`ssh`, `local` or `recorded`, as the snapshot stores it."""

    def run(self, script: str, nonce: str, timeout_s: float) -> Completed | TransportFailure:
        """Run the assembled script once, within `timeout_s`, and return what came of it."""
        ...
