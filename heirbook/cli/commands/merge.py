"""`heirbook merge`: the shards of one collection, together again."""

import time
from datetime import timedelta
from pathlib import Path

import click
from pydantic import TypeAdapter

from heirbook.cli import progress
from heirbook.cli.context import Invocation
from heirbook.cli.report import told
from heirbook.collectors.collection import merge
from heirbook.collectors.shard_merge import missing
from heirbook.collectors.work import Request, Surroundings
from heirbook.errors import UsageError
from heirbook.inventory.declared_types import Duration

LOOK_AGAIN_S = 2.0


@click.command(epilog="Example: heirbook merge --commit .heirbook/shards/*")
@click.argument(
    "folders", metavar="DIR...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--commit", is_flag=True, help="Commit exactly what was written.")
@click.option("--wait", metavar="TIME", help="Wait this long for shards that are not there: 35m.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.pass_obj
def command(
    invocation: Invocation,
    folders: tuple[Path, ...],
    commit: bool,  # noqa: FBT001  click passes options by name
    wait: str | None,
    as_json: bool,  # noqa: FBT001  the same
) -> int:
    """Publish what the shards of one collection saw, as one run would have.

    A missing, doubled or foreign shard is refused by name, and nothing is merged. A shard that was
    merged is used up.
    """
    workspace = invocation.workspace()
    if wait:
        _wait(folders, _duration(wait))
    around = Surroundings(invocation.clock, invocation.environ, progress.shown)
    done = merge(workspace, folders, Request(commit=commit), around)
    return told(done, invocation, workspace, as_json=as_json)


def _duration(text: str) -> timedelta:
    try:
        return TypeAdapter(Duration).validate_python(text)
    except ValueError:
        message = f"'{text}' is no duration"
        raise UsageError(message, "write 90s, 15m or 2h") from None


def _wait(folders: tuple[Path, ...], longest: timedelta) -> None:
    """Return when all shards are there or the time is over; what is missing is said after it."""
    ends = time.monotonic() + longest.total_seconds()
    while missing(folders) and time.monotonic() < ends:
        time.sleep(LOOK_AGAIN_S)
