"""Asks the machine that collects: the same script, run by its own shell."""

from collections.abc import Mapping

from heirbook import child
from heirbook.collectors.transport import (
    STDERR_CAP_BYTES,
    STDOUT_CAP_BYTES,
    Completed,
    TransportFailure,
)


class LocalTransport:
    """Runs the script in a shell here, with the caps and outcomes of a server's."""

    name = "local"

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def run(self, script: str, nonce: str, timeout_s: float) -> Completed | TransportFailure:
        """Return what the script printed, cut off at the deadline or the cap."""
        try:
            result = child.run(
                ("sh", "-c", 'eval "$(cat)"', "heirbook", nonce),
                timeout_s=timeout_s,
                environment=self._environment,
                stdin=script.encode(),
                stdout_cap_bytes=STDOUT_CAP_BYTES,
                stderr_cap_bytes=STDERR_CAP_BYTES,
            )
        except child.ProgramMissingError:
            return TransportFailure(reason="tool", stage="start")
        if result.cut == "deadline" and not result.stdout:
            return TransportFailure("deadline", "read", duration_s=result.duration_s)
        return Completed(
            stdout=result.stdout,
            stderr=result.stderr,
            exit_status=result.exit_status,
            duration_s=result.duration_s,
            cut=result.cut,
            stderr_dropped_bytes=result.stderr_dropped_bytes,
        )
