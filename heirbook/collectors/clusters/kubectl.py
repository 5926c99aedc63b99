"""Asks a cluster with the operator's own kubectl: one child process a call."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from heirbook import child
from heirbook.collectors.clusters.kubectl_command import (
    Form,
    Place,
    Version,
    argv,
    hides_managed_fields,
)
from heirbook.collectors.clusters.kubectl_failure import Reply
from heirbook.collectors.clusters.private_folder import PrivateFolder

CALL_TIMEOUT_S = 60.0
"""`--request-timeout` bounds one request, not a call: a silent server held 3 s for 18."""


@dataclass(frozen=True)
class Credential:
    """As whom which cluster is asked, and whether the file may name a program that is run."""

    kubeconfig: Path
    context: str
    allow_exec: bool = False


def kubectl_environment(
    environ: Mapping[str, str], home: Path, *, allow_exec: bool = False
) -> dict[str, str]:
    """Return all that kubectl sees: an empty home, unless a program of the kubeconfig may run.

    No `KUBECONFIG` and no proxy variable passes.
    """
    own = {"HOME": environ["HOME"]} if allow_exec and "HOME" in environ else {"HOME": str(home)}
    return {**child.minimal_environment(environ), **own, "KUBERC": "off", "NO_COLOR": "1"}


class KubectlWay:
    """Runs kubectl here. Its cache and home are folders of this run: a kept cache hides kinds."""

    name = "kubectl"

    def __init__(
        self,
        credential: Credential,
        folder: PrivateFolder,
        environ: Mapping[str, str],
        request_timeout_s: int = 15,
    ) -> None:
        self._folder = folder
        self._environment = kubectl_environment(
            environ, folder.path / "home", allow_exec=credential.allow_exec
        )
        self._place = Place(
            str(credential.kubeconfig),
            credential.context,
            str(folder.path / "cache"),
            request_timeout_s,
        )
        self._client: tuple[int, int] | None = None

    def ask(self, form: Form, timeout_s: float) -> Reply:
        """Return what kubectl gave; it is killed with its children at the deadline."""
        reply = self._run(form, min(timeout_s, CALL_TIMEOUT_S))
        if isinstance(form, Version):
            self._client = client_version(reply.stdout)
        return reply

    def argv(self, form: Form) -> tuple[str, ...]:
        """Return the argument list of a call."""
        lean = hides_managed_fields(self._client)
        return argv(("kubectl",), self._place, form, hide_managed_fields=lean)

    @property
    def environment(self) -> Mapping[str, str]:
        """Return all that kubectl sees."""
        return self._environment

    @property
    def folder(self) -> Path:
        """Return the folder of this run that only we may enter."""
        return self._folder.path

    def close(self) -> None:
        """Remove the cache."""
        self._folder.remove()

    def _run(self, form: Form, timeout_s: float) -> Reply:
        try:
            words = self.argv(form)
        except ValueError as error:
            return Reply(1, stderr=f"error: {error}".encode())
        try:
            result = child.run(words, timeout_s=timeout_s, environment=self._environment)
        except child.ProgramMissingError:
            return Reply(None, missing=True)
        reply = Reply(result.exit_status, result.stdout, result.stderr, result.cut)
        # what was cut off is asked for again in parts: nobody reads these bytes
        return replace(reply, stdout=b"") if result.cut == "output_cap" else reply


def client_version(stdout: bytes) -> tuple[int, int] | None:
    """Return major and minor of kubectl, None when they cannot be told.

    Sample: `{"clientVersion": {"major": "1", "minor": "32+"}}`. It is there even where the server
    does not answer.

    Source: kubectl 1.20 and 1.32, `kubectl version -o json`.
    """
    with suppress(ValueError, TypeError, KeyError, AttributeError, RecursionError):
        client = json.loads(stdout)["clientVersion"]
        return int(client["major"]), int(client["minor"].rstrip("+"))
    return None
