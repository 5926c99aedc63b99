"""The last gate as commands use it: with this workspace's terms, and the day of the run."""

from pathlib import Path

from heirbook.cli.context import Invocation
from heirbook.inventory.gate_terms import fingerprint_key, gate_terms
from heirbook.inventory.loading import load_declared
from heirbook.redaction import gate
from heirbook.redaction.inspection import Terms
from heirbook.workspace import Workspace


def terms(invocation: Invocation, workspace: Workspace) -> Terms:
    """Return what the gate judges this workspace by, on the day of the run."""
    key = fingerprint_key(workspace, invocation.environ)
    return gate_terms(workspace, load_declared(workspace), key, invocation.now.date())


def require_no_secret(invocation: Invocation, workspace: Workspace, folder: Path) -> None:
    """Return nothing when the folder holds nothing that looks like a secret.

    Raises:
        GateError: it does.
    """
    gate.require_clean(gate.check(folder, terms(invocation, workspace)))
