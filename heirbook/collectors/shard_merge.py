"""The shards of one collection, read back and checked: one missing, doubled or foreign refuses."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from heirbook.collectors.outcome import SourceRun
from heirbook.collectors.publishing import Seen
from heirbook.collectors.shard import SCHEMA, SHARD_FILE, ShardFile
from heirbook.errors import Problem, WorkspaceError
from heirbook.folder import output_errors
from heirbook.inventory.file_text import FileTextError, read_bytes
from heirbook.inventory.json_loader import load_json
from heirbook.inventory.reading_log import parse_readings
from heirbook.inventory.source_file import DamagedError, parse_source

_LARGEST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class ShardFolder:
    """One shard's folder with what it says of itself."""

    path: Path
    head: ShardFile

    @property
    def name(self) -> str:
        """Return how it is named in messages: `shard 1/4 in '/srv/1-of-4'`."""
        return f"shard {self.head.index}/{self.head.count} in '{self.path}'"

    def use_up(self) -> None:
        """Take its head away: it was merged, and a later merge shall wait for the next one."""
        with output_errors(str(self.path)):
            (self.path / SHARD_FILE).unlink(missing_ok=True)


def read_shards(folders: Sequence[Path], workspace: str) -> tuple[ShardFolder, ...]:
    """Return the shards in these folders, by index, when together they are one collection.

    `workspace` is the digest of what is declared here.

    Raises:
        WorkspaceError: with every shard that is missing, doubled, foreign or damaged.
    """
    problems: list[Problem] = []
    shards: list[ShardFolder] = []
    for folder in folders:
        try:
            shards.append(_head(folder))
        except WorkspaceError as error:
            problems.extend(error.problems)
    problems += [*_foreign(shards, workspace), *_numbers(shards)]
    if problems:
        raise WorkspaceError(
            "these shards are not one collection; nothing was merged",
            "run each again: heirbook collect --shard I/N",
            tuple(problems),
        )
    return tuple(sorted(shards, key=lambda shard: shard.head.index))


def missing(folders: Sequence[Path]) -> tuple[Path, ...]:
    """Return the folders that hold no shard yet."""
    return tuple(folder for folder in folders if not (folder / SHARD_FILE).is_file())


def seen_in(shard: ShardFolder, run_id: str) -> Iterator[Seen]:
    """Yield what a shard saw, under the id of the run that merges it.

    Raises:
        WorkspaceError: when a file is missing, damaged or another source's.
    """
    for source_id in shard.head.sources:
        snapshot = f"snapshots/{source_id}.json"
        readings = f"readings/{source_id}.jsonl"
        where = str(shard.path / snapshot)
        try:
            source = parse_source(_content(shard.path, snapshot), where)
        except DamagedError as error:
            raise _damaged(error.problem) from None
        lines, _ = parse_readings(_content(shard.path, readings), str(shard.path / readings))
        if source.id != source_id or len(lines) != 1:
            raise _damaged(Problem(where, "", f"is not what the shard saw of '{source_id}'"))
        yield Seen(source, lines[0].model_copy(update={"run": run_id}))


def run_of(found: Seen) -> SourceRun:
    """Return what a shard saw as the run it was."""
    return SourceRun(found.source, tuple(found.reading.sections), found.reading.took_ms)


def _head(folder: Path) -> ShardFolder:
    where = str(folder / SHARD_FILE)
    try:
        document = load_json(folder, SHARD_FILE)
    except WorkspaceError as error:
        found = (replace(one, where=f"{folder}/{one.where}") for one in error.problems)
        raise _damaged(*found) from None
    if document is None:
        raise _damaged(Problem(str(folder), "", "no shard is in this folder"))
    try:
        head = ShardFile.model_validate(document)
    except ValidationError:
        raise _damaged(Problem(where, "", "is no shard that this version wrote")) from None
    if head.schema_name != SCHEMA:
        raise _damaged(Problem(where, "schema_name", "is no shard that this version wrote"))
    return ShardFolder(folder, head)


def _foreign(shards: Sequence[ShardFolder], workspace: str) -> Iterator[Problem]:
    """Yield the shards of another workspace, key, number of shards or set of sources."""
    if not shards:
        return
    first = shards[0].head
    for shard in shards:
        head = shard.head
        if head.workspace != workspace:
            yield Problem(shard.name, "", "foreign: what is declared here was not the same there")
        elif head.fingerprint_key_id != first.fingerprint_key_id:
            yield Problem(shard.name, "", "foreign: made with another fingerprint key")
        elif head.count != first.count or head.whole != first.whole:
            yield Problem(
                shard.name, "", f"foreign: not one of the {first.count} of this collection"
            )
        elif set(head.sources) - set(head.whole[head.index :: head.count]):
            yield Problem(shard.name, "", "foreign: it asked sources of another shard")


def _numbers(shards: Sequence[ShardFolder]) -> Iterator[Problem]:
    """Yield the shards that stand there twice, and those that are not there."""
    if not shards:
        return
    count = shards[0].head.count
    times = Counter(shard.head.index for shard in shards)
    for shard in shards:
        if times[shard.head.index] > 1:
            yield Problem(shard.name, "", "doubled: name each shard once")
    for index in range(count):
        if not times[index]:
            yield Problem(f"shard {index}/{count}", "", "missing: its folder was not named")


def _content(folder: Path, name: str) -> bytes:
    where = str(folder / name)
    try:
        content = read_bytes(folder, name, _LARGEST_BYTES)
    except FileTextError as error:
        raise _damaged(error.problem) from None
    if content is None:
        raise _damaged(Problem(where, "", "is missing"))
    return content


def _damaged(*problems: Problem) -> WorkspaceError:
    return WorkspaceError(
        "a shard cannot be used; nothing was merged",
        "run it again: heirbook collect --shard I/N",
        problems,
    )
