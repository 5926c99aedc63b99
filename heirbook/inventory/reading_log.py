"""The log of readings on disk: one line a run, thinned with age, capped in size."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from pydantic import ValidationError

from heirbook.errors import Problem, WorkspaceError
from heirbook.inventory.file_text import FileTextError, decode, read_bytes
from heirbook.inventory.json_loader import parse_json_lines
from heirbook.inventory.readings import Reading, Readings
from heirbook.inventory.record import SourceId
from heirbook.inventory.store import collector_paused
from heirbook.workspace import Workspace

READINGS = "inventory/readings"
WHOLE_FOR = timedelta(days=7)
DAILY_FOR = timedelta(days=400)
LARGEST_BYTES = 2 * 1024 * 1024
_READ_AT_MOST_BYTES = 64 * 1024 * 1024


def readings_path(source: SourceId) -> str:
    """Return where a source's readings stand, below the workspace's root."""
    return f"{READINGS}/{source}.jsonl"


def load_readings(workspace: Workspace, ids: Collection[SourceId]) -> Readings:
    """Return the readings of these sources, oldest first, with a note on each torn last line.

    Raises:
        WorkspaceError: with all files that cannot be used.
    """
    lines: dict[str, tuple[Reading, ...]] = {}
    notes: list[str] = []
    problems: list[Problem] = []
    with collector_paused():
        for source in sorted(ids):
            try:
                content = _content(workspace, source)
                lines[source], note = parse_readings(content, readings_path(source))
                notes.extend([note] if note else [])
            except WorkspaceError as error:
                problems.extend(error.problems)
    if problems:
        raise WorkspaceError("readings cannot be used", f"git restore {READINGS}", tuple(problems))
    return Readings(lines=lines, notes=tuple(notes))


def parse_readings(content: bytes, where: str) -> tuple[tuple[Reading, ...], str | None]:
    """Return the lines of a log, oldest first, and a note when the last one was torn off.

    Raises:
        WorkspaceError: when another line than the last is damaged.
    """
    try:
        found = tuple(Reading.model_validate_json(line) for line in content.splitlines())
        if b"".join(map(_line, found)) == content:  # as written, so nothing stands twice in it
            return _in_order(found), None
    except ValidationError:
        pass  # torn, damaged or written by hand: the slow way says where
    return _parsed_slowly(content, where)


def _parsed_slowly(content: bytes, where: str) -> tuple[tuple[Reading, ...], str | None]:
    try:
        documents, note = parse_json_lines(decode(content, where) or "", where)
        lines = tuple(Reading.model_validate(document) for document in documents)
    except FileTextError as error:
        raise WorkspaceError(f"'{where}' cannot be read", problems=(error.problem,)) from None
    except ValidationError as error:
        place = ".".join(map(str, error.errors(include_input=False)[0]["loc"]))
        problem = Problem(where, place, "is not a reading that was written here")
        raise WorkspaceError(f"'{where}' cannot be read", problems=(problem,)) from None
    return _in_order(lines), note


def appended(lines: Iterable[Reading], reading: Reading) -> bytes:
    """Return the log's new content: the line added, old ones thinned, at most 2 MiB."""
    kept = [_line(line) for line in retained((*lines, reading))]
    size_bytes = sum(map(len, kept))
    while size_bytes > LARGEST_BYTES and len(kept) > 1:
        size_bytes -= len(kept.pop(0))
    return b"".join(kept)


def retained(lines: Iterable[Reading]) -> tuple[Reading, ...]:
    """Return the lines that are kept, oldest first, counted back from the newest.

    Seven days whole, then the last line of each day for 400 days.
    """
    ordered = _in_order(lines)
    newest = ordered[-1].at
    last_of_day: dict[date, Reading] = {line.at.date(): line for line in ordered}
    return tuple(
        line
        for line in ordered
        if newest - line.at < WHOLE_FOR
        or (newest - line.at < DAILY_FOR and last_of_day[line.at.date()] is line)
    )


def _in_order(lines: Iterable[Reading]) -> tuple[Reading, ...]:
    unique = {(line.at, line.run): line for line in lines}
    return tuple(line for _, line in sorted(unique.items()))


def _line(reading: Reading) -> bytes:
    return reading.model_dump_json().encode() + b"\n"


def _content(workspace: Workspace, source: SourceId) -> bytes:
    try:
        content = read_bytes(workspace.root, readings_path(source), _READ_AT_MOST_BYTES)
    except FileTextError as error:
        raise WorkspaceError("readings cannot be read", problems=(error.problem,)) from None
    return content or b""
