"""Starts the one command of a connection and sends it its input, beside the reading."""

import threading
from contextlib import suppress

import paramiko

from heirbook.collectors.connection import LIBRARY_ERRORS, ConnectionFailedError
from heirbook.collectors.deadline import Deadline
from heirbook.collectors.ssh_client import STEP_TIMEOUT_S


class SshCommand:
    """A command on a server: its channel is open first, then the server may accept it, or not.

    The library waits for the server's answers without a limit, so a thread of its own does. What
    the server sends in the meantime has to be read: it need not keep to the window it was given.
    """

    def __init__(self, transport: paramiko.Transport, deadline: Deadline) -> None:
        self.accepted = False
        self._transport = transport
        self._deadline = deadline
        self._channel: paramiko.Channel | None = None
        self._opened = threading.Event()

    def start(self, command: str, sent: bytes) -> paramiko.Channel:
        """Return the open channel; the command is asked for and its input sent beside it.

        Raises:
            ConnectionFailedError: with `channel` when no channel was opened.
        """

        def begin() -> None:
            # whatever breaks here ends the channel, which the reader sees
            with suppress(*LIBRARY_ERRORS):
                self._open_channel()
                self._send(command, sent)
            self._opened.set()

        name = f"{self._transport.name}-exec"
        threading.Thread(target=begin, name=name, daemon=True).start()
        self._opened.wait(self._deadline.left_s)
        if self._channel is None:
            raise ConnectionFailedError("channel", "channel")
        return self._channel

    def _open_channel(self) -> None:
        limit_s = self._deadline.at_most(STEP_TIMEOUT_S)
        self._channel = self._transport.open_session(timeout=limit_s)
        self._opened.set()

    def _send(self, command: str, sent: bytes) -> None:
        if self._channel is None:
            return
        self._channel.exec_command(command)
        self.accepted = True
        self._channel.settimeout(self._deadline.left_s)
        if sent:
            self._channel.sendall(sent)
        self._channel.shutdown_write()
