"""Asks a server over SSH: one connection, one login, one command."""

import time
from dataclasses import replace

from heirbook.collectors.channel_reader import ChannelReader
from heirbook.collectors.connection import ConnectionFailedError
from heirbook.collectors.deadline import Deadline
from heirbook.collectors.hop import Route
from heirbook.collectors.pins import Pins
from heirbook.collectors.script import exec_line
from heirbook.collectors.ssh_client import enter, open_way
from heirbook.collectors.ssh_command import SshCommand
from heirbook.collectors.transport import STDOUT_CAP_BYTES, Completed, TransportFailure
from heirbook.inventory.ssh_settings import Mode

RETRY_AFTER_S = 2.0
_RETRIED = frozenset({"dns", "connect_timeout", "refused", "reset"})
_ATTEMPTS = 2


def command_line(mode: Mode, nonce: str) -> str:
    """Return the one text that a server is asked to run: a constant and the run's own nonce.

    Raises:
        ValueError: when the nonce is not 32 hex digits.
    """
    line = exec_line(nonce)
    return f"heirbook v1 {nonce}" if mode == "installed" else line


class SshTransport:
    """Runs the script on one server, within one deadline that covers its jump servers too."""

    name = "ssh"

    def __init__(
        self,
        route: Route,
        pins: Pins,
        mode: Mode = "script",
        stdout_cap_bytes: int = STDOUT_CAP_BYTES,
    ) -> None:
        self._route = route
        self._stdout_cap_bytes = stdout_cap_bytes
        self._pins = pins
        self._mode: Mode = mode

    def run(self, script: str, nonce: str, timeout_s: float) -> Completed | TransportFailure:
        """Return what the server printed; an installed script is not sent but named."""
        started = time.monotonic()
        command = command_line(self._mode, nonce)
        sent = b"" if self._mode == "installed" else script.encode()
        with Deadline(timeout_s) as deadline:
            outcome = self._attempt(command, sent, deadline)
            if _worth_a_retry(outcome, deadline):
                deadline.close()
                time.sleep(RETRY_AFTER_S)
                outcome = self._attempt(command, sent, deadline)
                if isinstance(outcome, TransportFailure):
                    outcome = replace(outcome, attempts=_ATTEMPTS)
        return replace(outcome, duration_s=time.monotonic() - started)

    def _attempt(
        self, command: str, sent: bytes, deadline: Deadline
    ) -> Completed | TransportFailure:
        started = time.monotonic()
        try:
            through = open_way(self._route.jumps, self._pins, deadline)
            transport = enter(self._route.target, through, self._pins, deadline)
            running = SshCommand(transport, deadline)
            channel = running.start(command, sent)
            reader = ChannelReader(channel, deadline, self._stdout_cap_bytes)
            return _answer(running, reader)
        except ConnectionFailedError as failed:
            return failed.failure(time.monotonic() - started, attempts=1)


def _answer(running: SshCommand, reader: ChannelReader) -> Completed | TransportFailure:
    started = time.monotonic()
    try:
        reader.read()
        if reader.is_empty and not running.accepted:
            raise ConnectionFailedError("exec", "exec")
        return reader.outcome(started)
    finally:
        reader.close()


def _worth_a_retry(outcome: Completed | TransportFailure, deadline: Deadline) -> bool:
    return (
        isinstance(outcome, TransportFailure)
        and outcome.reason in _RETRIED
        and deadline.left_s > RETRY_AFTER_S
    )
