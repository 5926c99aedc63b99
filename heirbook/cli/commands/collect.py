"""`heirbook collect`: ask the servers and keep what they said."""

from pathlib import Path

import click

from heirbook.cli import progress
from heirbook.cli.context import Invocation, output_folder
from heirbook.cli.report import told
from heirbook.collectors.collection import collect
from heirbook.collectors.shard import parse_shard
from heirbook.collectors.work import Request, Surroundings
from heirbook.errors import UsageError


@click.command(epilog="Example: heirbook collect --only server/upe --commit")
@click.option(
    "--only", multiple=True, metavar="S", help="A source: server, server/upe, server/upe:packages."
)
@click.option("--commit", is_flag=True, help="Commit exactly what was written.")
@click.option(
    "--record",
    type=click.Path(path_type=Path),
    help="Also keep the scrubbed answers in this folder.",
)
@click.option(
    "--shard",
    metavar="I/N",
    help="Ask only part I of N (from 0), and keep it in .heirbook/shards for merge.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.pass_obj
def command(  # noqa: PLR0913, PLR0917  one parameter an option
    invocation: Invocation,
    only: tuple[str, ...],
    commit: bool,  # noqa: FBT001  click passes options by name
    record: Path | None,
    shard: str | None,
    as_json: bool,  # noqa: FBT001  the same
) -> int:
    """Ask what is due of every source, side by side, and publish what changed."""
    if shard and commit:
        message = "a shard is not published, so there is nothing to commit"
        raise UsageError(message, "heirbook merge --commit DIR…, when all shards are there")
    around = Surroundings(invocation.clock, invocation.environ, progress.shown)
    folder = output_folder(record) if record else None
    request = Request(only, commit, folder, parse_shard(shard) if shard else None)
    workspace = invocation.workspace()
    return told(collect(workspace, request, around), invocation, workspace, as_json=as_json)
