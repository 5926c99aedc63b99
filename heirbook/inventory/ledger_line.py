"""One line of `secrets-policy/ledger.jsonl`, as it stands in the file."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from heirbook.inventory.record import Record, Utc

LedgerEvent = Literal[
    "init", "signer", "split", "activated", "retired", "aborted",
    "delivered", "reprinted", "lost", "found", "destroyed",
    "challenged", "attested", "attest-failed",
    "bundle", "drill", "rotation", "source-rotated", "loss-accepted", "command-allowed",
]  # fmt: skip
Sha256Hex = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class LedgerLine(Record):
    """An event that happened to the secrets; every state is the fold of these."""

    at: Utc
    by: str
    data: Mapping[str, JsonValue]
    """What belongs to the event; its names are checked where the ledger is folded."""
    event: LedgerEvent
    hash: Sha256Hex
    """Of the canonical line without this field and without its line feed."""
    prev: Sha256Hex
    """The hash of the line before; 64 zeros in the first."""
    seq: int = Field(ge=1)
