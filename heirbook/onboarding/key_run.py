"""One script on one account after the other, over pinned connections: the one part that writes."""

import base64
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from heirbook.collectors.outcome import HOST_KEY_REASONS
from heirbook.collectors.transport import Completed, TransportFailure
from heirbook.collectors.transports import Transports
from heirbook.errors import (
    HostKeyError,
    NothingCollectedError,
    RefusedError,
)
from heirbook.inventory.loading import Declared
from heirbook.inventory.record import Fingerprint
from heirbook.inventory.ssh_settings import ServerSsh
from heirbook.onboarding.authorise import Answer, State, answer_of
from heirbook.onboarding.key_targets import Login, Target

Outcome = State | Literal["unreached", "host-key"]
TIMEOUT_S = 60.0
SOME_FAILED = 4
_FINE: frozenset[Outcome] = frozenset({"added", "already", "removed", "absent"})


@dataclass(frozen=True)
class Result:
    """What came of one account."""

    target: Target
    outcome: Outcome
    words: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_fine(self) -> bool:
        """Return whether the account is now as it was wanted."""
        return self.outcome in _FINE


@dataclass(frozen=True)
class KeyWriter:
    """Runs scripts on servers as their declared login."""

    declared: Declared
    ways: Transports

    def run(self, target: Target, script: Callable[[Target, str], str]) -> Result:
        """Return what came of the script that is made for the target and its way to act as others.

        Raises:
            WorkspaceError: when the connection's key cannot be used.
        """
        settings = self.declared.ssh.for_server(target.server)
        if not _can_write(settings):
            why = "its connection cannot write: do it by hand (heirbook key plan)"
            return Result(target, "refused", why)
        transport = self.ways.make(target.server)
        nonce = secrets.token_hex(16)
        got = transport.run(script(target, settings.become), nonce, TIMEOUT_S)
        if isinstance(got, TransportFailure):
            return _not_reached(target, got)
        return _answered(target, got)

    def login_key(self, server: str) -> Login | None:
        """Return the account and the key that log in to a server; None where nothing can write."""
        settings = self.declared.ssh.for_server(server)
        if not _can_write(settings):
            return None
        blob = self.ways.routes.route(server).target.key.asbytes()
        digest = base64.b64encode(hashlib.sha256(blob).digest()).decode("ascii")
        return Login(settings.user, Fingerprint(f"SHA256:{digest.rstrip('=')}"))


def _can_write(settings: ServerSsh) -> bool:
    return settings.transport == "ssh" and settings.mode == "script"


def _not_reached(target: Target, failure: TransportFailure) -> Result:
    where = f" at jump server '{failure.hop}'" if failure.hop else ""
    if failure.reason in HOST_KEY_REASONS:
        words = f"{failure.reason.replace('hostkey_', 'host key ')}{where}"
        return Result(target, "host-key", words)
    return Result(target, "unreached", f"{failure.reason} ({failure.stage}){where}")


def _answered(target: Target, got: Completed) -> Result:
    answer = answer_of(got.stdout.decode("utf-8", "replace"))
    if answer.state in _FINE and (got.exit_status != 0 or got.cut):
        answer = Answer("failed", "the connection ended before the answer did", answer.notes)
    return Result(target, answer.state, answer.words, answer.notes)


def exit_code(results: tuple[Result, ...]) -> int:
    """Return the exit code of a run: a host key first, then what was refused, then the rest."""
    outcomes = {result.outcome for result in results}
    if "host-key" in outcomes:
        return HostKeyError.exit_code
    if "refused" in outcomes:
        return RefusedError.exit_code
    if outcomes == {"unreached"}:
        return NothingCollectedError.exit_code
    return 0 if all(result.is_fine for result in results) else SOME_FAILED
