"""A shard: the part of a collection that one of several processes takes, and its files."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from heirbook.collectors.publishing import Seen
from heirbook.errors import UsageError
from heirbook.inventory.canonical import canonical, digest_of, plain, source_bytes
from heirbook.inventory.loading import FILES
from heirbook.inventory.reading_log import appended
from heirbook.inventory.record import Record, SourceId, Utc
from heirbook.workspace import KNOWN_HOSTS, Workspace

MOST_SHARDS = 1000
SHARD_FILE = "shard.json"
_FORM = re.compile(r"(0|[1-9][0-9]{0,3})/([1-9][0-9]{0,3})")


@dataclass(frozen=True)
class Shard:
    """One of several: `index` counts from 0."""

    index: int
    count: int

    def __str__(self) -> str:
        """Return it as it is written: `1/4`."""
        return f"{self.index}/{self.count}"

    def folder(self, workspace: Workspace) -> Path:
        """Return where its answers are kept until they are merged."""
        return workspace.state / "shards" / f"{self.index}-of-{self.count}"

    def part(self, sources: Collection[SourceId]) -> tuple[SourceId, ...]:
        """Return its sources: those whose sorted position modulo `count` is `index`."""
        return tuple(sorted(sources)[self.index :: self.count])


def parse_shard(text: str) -> Shard:
    """Return the shard that `I/N` names.

    Sample: `0/4`.

    Raises:
        UsageError: when it is of another form, or I is not below N.
    """
    found = _FORM.fullmatch(text)
    shard = Shard(int(found[1]), int(found[2])) if found else None
    if shard is None or shard.index >= shard.count or shard.count > MOST_SHARDS:
        message = f"'{text}' is no shard: I/N with I from 0 to N-1, N up to {MOST_SHARDS}"
        raise UsageError(message, "heirbook collect --shard 0/4")
    return shard


class ShardFile(Record):
    """What a shard's folder says of itself."""

    schema_name: str
    index: int
    count: int
    begun_at: Utc
    workspace: str
    """Digest of the declared files: shards of another state of the workspace are foreign."""
    fingerprint_key_id: str
    sources: tuple[str, ...]
    """What this shard asked."""
    whole: tuple[str, ...]
    """What all shards together ask, sorted."""


SCHEMA = "heirbook.shard/1"


def declared_digest(workspace: Workspace) -> str:
    """Return one digest of the declared files and pins, the same for each shard of a collection."""
    found: Mapping[str, str] = {
        name: digest_of(workspace.path(name).read_bytes())
        for name in (*FILES, KNOWN_HOSTS)
        if workspace.path(name).is_file()
    }
    return digest_of(canonical(dict(found)))


def shard_files(head: ShardFile, found: Sequence[Seen]) -> dict[str, bytes]:
    """Return the files of a shard's folder: its head, and a snapshot and a reading a source."""
    head_text = plain(head)
    files = {SHARD_FILE: canonical(head_text if isinstance(head_text, dict) else {})}
    for one in found:
        files[f"snapshots/{one.source.id}.json"] = source_bytes(one.source)
        files[f"readings/{one.source.id}.jsonl"] = appended((), one.reading)
    return files
