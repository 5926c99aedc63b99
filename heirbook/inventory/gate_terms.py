"""What the last gate judges this workspace by: its key, its waivers, what it has sealed."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from heirbook.inventory.loading import Declared
from heirbook.lock import make_state_folder
from heirbook.redaction import denylist, fingerprint
from heirbook.redaction.inspection import Terms
from heirbook.redaction.waiver import Waiver
from heirbook.workspace import Workspace

KEY_VARIABLE = "HEIRBOOK_FINGERPRINT_KEY_FILE"


def fingerprint_key(workspace: Workspace, environ: Mapping[str, str]) -> bytes:
    """Return the workspace's fingerprint key, made on the first run.

    Raises:
        WorkspaceError: when it, or the folder of local state, is open to others.
    """
    named = environ.get(KEY_VARIABLE)
    make_state_folder(workspace)
    return fingerprint.load_or_create(
        workspace.state / "fingerprint.key", Path(named) if named else None
    )


def gate_terms(workspace: Workspace, declared: Declared, key: bytes, today: date) -> Terms:
    """Return the terms with the gate's waivers of `secrets-policy/waivers.yml` and the denylist.

    Raises:
        WorkspaceError: when the denylist is damaged or open to others.
    """
    waivers = tuple(
        Waiver(
            rule=one.rule or "",
            path=one.path or "",
            fp8=one.fp8 or "",
            reason=one.reason,
            by=one.by,
            expires=one.expires,
        )
        for one in declared.waivers.waivers
        if one.kind == "gate"
    )
    sealed = denylist.read(workspace.state / "denylist", key)
    return Terms(key=key, as_of=today, waivers=waivers, denylist=sealed)
