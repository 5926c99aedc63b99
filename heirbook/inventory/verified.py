"""Who tried a runbook, when, and with which facts: `inventory/verified.jsonl`."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from heirbook.errors import Problem, WorkspaceError
from heirbook.inventory.file_text import FileTextError, read_bytes
from heirbook.inventory.json_loader import load_json_lines
from heirbook.inventory.record import Record, Utc
from heirbook.publish import Gate, workspace_staging
from heirbook.workspace import Workspace

VERIFIED = "inventory/verified.jsonl"
LONGEST_NOTE = 500
Outcome = Literal["worked", "failed"]
Sha256Hex = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Verification(Record):
    """One try of an instance by a person; a program never makes one."""

    instance: str
    """`drain-node@prod/n1`."""
    by: str
    """The person of people.yml."""
    on: date
    outcome: Outcome
    commands: Sha256Hex
    """Of the commands as the catalogue had them."""
    facts: Mapping[str, str] = Field(default_factory=dict)
    """The facts that the commands used and that were watched."""
    snapshots: Mapping[str, Utc] = Field(default_factory=dict)
    """Source to the moment at which it was observed."""
    note: Annotated[str, Field(max_length=LONGEST_NOTE)] = ""

    def line(self) -> bytes:
        """Return it as a line of the file."""
        document = self.model_dump(mode="json")
        text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return f"{text}\n".encode()


def load_verifications(workspace: Workspace) -> tuple[Verification, ...]:
    """Return every verification in the order of the file; a line torn off at the end is left out.

    Raises:
        WorkspaceError: when a line is broken or holds something else.
    """
    values, _ = load_json_lines(workspace.root, VERIFIED)
    found = []
    for number, value in enumerate(values, 1):
        try:
            found.append(Verification.model_validate(value))
        except ValidationError:
            problem = Problem(f"{VERIFIED}:{number}", "", "is no record of a tried runbook")
            raise WorkspaceError(f"'{VERIFIED}' cannot be read", problems=(problem,)) from None
    return tuple(found)


def append_verification(workspace: Workspace, record: Verification, gate: Gate) -> None:
    """Write one more record at the end of the file; the lock is held meanwhile by the caller.

    Raises:
        GateError: when the file would hold what looks like a secret; nothing is written then.
        WorkspaceError: when the file cannot be used.
        OutputError: when the disk refuses.
    """
    try:
        before = read_bytes(workspace.root, VERIFIED) or b""
    except FileTextError as error:
        raise WorkspaceError(f"'{VERIFIED}' cannot be read", problems=(error.problem,)) from None
    whole = before if before.endswith(b"\n") or not before else before[: before.rfind(b"\n") + 1]
    with workspace_staging(workspace) as staging:
        staging.write(VERIFIED, whole + record.line())
        staging.publish(gate)
