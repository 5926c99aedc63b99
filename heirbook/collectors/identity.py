"""The operator's private keys: one file or one key of the running agent, each read once."""

import stat
import threading
from pathlib import Path

import paramiko
from cryptography.exceptions import UnsupportedAlgorithm
from paramiko.pkey import UnknownKeyType

from heirbook.errors import WorkspaceError
from heirbook.workspace import SSH

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class _SharedAgent(paramiko.Agent):
    """The running agent; servers asked side by side take turns on its one socket."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        super().__init__()

    def _send_message(self, msg: paramiko.Message) -> tuple[int, paramiko.Message]:
        with self._turn:
            # the type stubs do not know this method
            answer: tuple[int, paramiko.Message] = super()._send_message(msg)  # type: ignore[misc]
            return answer


class Identities:
    """Loads keys and keeps them: one key serves many servers."""

    def __init__(self, workspace_root: Path, home: Path) -> None:
        self._root = workspace_root.resolve()
        self._home = home
        self._files: dict[str, paramiko.PKey] = {}
        self._agent: _SharedAgent | None = None

    def from_file(self, name: str) -> paramiko.PKey:
        """Return the private key of a file; `~/` is the home folder.

        Raises:
            WorkspaceError: when it is missing, in the workspace, readable by others, encrypted or
                no private key.
        """
        if name not in self._files:
            path = self._home / name[2:] if name.startswith("~/") else Path(name)
            self._check_place(path, name)
            _check_mode(path, name)
            self._files[name] = _load(path, name)
        return self._files[name]

    def from_agent(self, fingerprint: str) -> paramiko.PKey:
        """Return the one key with this fingerprint that the running agent holds.

        Raises:
            WorkspaceError: when no agent runs or it lacks the key.
        """
        if self._agent is None:
            self._agent = _SharedAgent()
        for key in self._agent.get_keys():
            if key.fingerprint == fingerprint:
                return key
        raise WorkspaceError(
            f"the running agent lacks the key '{fingerprint}'", hint="ssh-add -l -E sha256"
        )

    def close(self) -> None:
        """Let go of the agent; keys of it cannot log in any more."""
        if self._agent is not None:
            self._agent.close()
            self._agent = None

    def _check_place(self, path: Path, name: str) -> None:
        if path.resolve().is_relative_to(self._root):
            raise WorkspaceError(
                f"the private key '{name}' lies inside the workspace",
                hint=f"move it into ~/.ssh and name it there in {SSH}",
            )


def _check_mode(path: Path, name: str) -> None:
    try:
        found = path.stat()
    except OSError:
        raise WorkspaceError(
            f"the private key '{name}' cannot be read",
            hint=f"ssh-keygen -t ed25519 -f {name}, or name another identity in {SSH}",
        ) from None
    if found.st_mode & _OTHERS:
        raise WorkspaceError(
            f"the private key '{name}' can be read by others", hint=f"chmod 600 {name}"
        )


def _load(path: Path, name: str) -> paramiko.PKey:
    try:
        return paramiko.PKey.from_path(path)
    except (TypeError, paramiko.PasswordRequiredException):
        raise WorkspaceError(
            f"the private key '{name}' is encrypted",
            hint=f"ssh-add {name}, then set 'agent: SHA256:…' for the server in {SSH}",
        ) from None
    except (ValueError, OSError, paramiko.SSHException, UnsupportedAlgorithm):
        raise WorkspaceError(
            f"'{name}' is no private key that can be used", hint=f"ssh-keygen -y -f {name}"
        ) from None
    except UnknownKeyType:
        raise WorkspaceError(
            f"the private key '{name}' is of a type that cannot be used",
            hint="ssh-keygen -t ed25519",
        ) from None
