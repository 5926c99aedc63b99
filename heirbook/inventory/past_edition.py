"""The snapshot that a built edition carries in its `data/`, read back as a moment of history."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from heirbook.inventory.record import SourceId
from heirbook.inventory.service_settings import Decision
from heirbook.inventory.snapshot import Snapshot, Source
from heirbook.inventory.source_file import LARGEST_BYTES, DamagedError, parse_source
from heirbook.inventory.store import KINDS, collector_paused, snapshot_of

EDITION_ID = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})(?:-(?P<number>[2-9]|[1-9]\d+))?")
_RECORD = "edition.json"
_DECISIONS = TypeAdapter(dict[str, Decision | None])


@dataclass(frozen=True)
class CarriedSnapshot:
    """What an edition was made from; `damaged` names the files that could not be used."""

    snapshot: Snapshot
    damaged: tuple[str, ...] = ()


def read_edition_data(folder: Path) -> CarriedSnapshot | None:
    """Return the snapshot of an edition, or None where no edition with data stands.

    A source that the edition names and whose file is gone counts as damaged: nothing is known of
    it, which is another thing than that it was not there.
    """
    if folder.is_symlink() or not (folder / "data").is_dir():
        return None
    sources: list[Source] = []
    damaged: list[str] = []
    with collector_paused():
        for source_id in sorted({*_named(folder), *_stored(folder)}):
            where = f"book/{folder.name}/data/{source_id}.json"
            try:
                sources.append(_source(folder / "data" / f"{source_id}.json", source_id, where))
            except DamagedError:
                damaged.append(where)
    return CarriedSnapshot(snapshot_of(sources), tuple(damaged))


def read_decisions(folder: Path) -> Mapping[str, Decision | None] | None:
    """Return what an edition says was decided of each service; None where it does not say."""
    try:
        found = json.loads((folder / _RECORD).read_text("utf-8"))["decisions"]
        return _DECISIONS.validate_json(json.dumps(found))
    except (OSError, ValueError, TypeError, KeyError, RecursionError, ValidationError):
        return None


def _stored(folder: Path) -> Iterator[SourceId]:
    for kind in KINDS:
        for file in (folder / "data" / kind).glob("*.json"):
            yield SourceId(f"{kind}/{file.stem}")


def _named(folder: Path) -> Iterator[SourceId]:
    """Yield the sources that the edition says it was made from; none where it cannot be read."""
    try:
        sources = json.loads((folder / _RECORD).read_text("utf-8"))["sources"]
        names = [str(name) for name in sources]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return
    for name in names:
        kind, _, rest = name.partition("/")
        if kind in KINDS and rest and "/" not in rest and not rest.startswith("."):
            yield SourceId(name)


def _source(file: Path, source_id: SourceId, where: str) -> Source:
    try:
        if file.is_symlink() or file.stat().st_size > LARGEST_BYTES:
            raise DamagedError(where, "is a link, or larger than any snapshot")
        content = file.read_bytes()
    except OSError as error:
        raise DamagedError(where, "cannot be read") from error
    source = parse_source(content, where)
    if source.id != source_id:
        raise DamagedError(where, f"is the snapshot of '{source.id}'", "source")
    return source
