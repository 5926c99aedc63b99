"""`heirbook export script`: the collection script of a server, to be installed there."""

import click

from heirbook.cli import progress
from heirbook.cli.context import Invocation
from heirbook.collectors.script_export import PARTS, export_script
from heirbook.collectors.work import Surroundings


@click.command(epilog="Example: heirbook export script --server upe")
@click.option("--server", required=True, metavar="S", help="A server of inventory/fleet.yml.")
@click.option(
    "--part",
    type=click.Choice(tuple(PARTS)),
    default="script",
    help="The script, or what its account needs besides; the script without this option.",
)
@click.option(
    "--from",
    "origin",
    metavar="ADDRESS",
    help="Where the key may come from; several with commas. For --part authorized-key.",
)
@click.pass_obj
def command(invocation: Invocation, server: str, part: str, origin: str | None) -> int:
    """Print the collection script of a server, or a part that its account needs."""
    around = Surroundings(invocation.clock, invocation.environ, progress.shown)
    print(export_script(invocation.workspace(), server, part, origin, around), end="")
    return 0
