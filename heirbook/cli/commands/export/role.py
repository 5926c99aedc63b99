"""`heirbook export role`: the read-only role that a cluster is read with."""

import click

from heirbook.cli import progress
from heirbook.cli.context import Invocation
from heirbook.collectors.clusters.role_export import export_role
from heirbook.collectors.work import Surroundings


@click.command(epilog="Example: heirbook export role --cluster prod")
@click.option("--cluster", required=True, metavar="C", help="A cluster of collectors/kubectl.yml.")
@click.option(
    "--with",
    "extra",
    multiple=True,
    metavar="X",
    help="Also allow an opt-in: configmaps=NAMESPACE/NAME, or secret-names.",
)
@click.pass_obj
def command(invocation: Invocation, cluster: str, extra: tuple[str, ...]) -> int:
    """Print the role of a cluster's reader, narrowed to what the cluster has."""
    around = Surroundings(invocation.clock, invocation.environ, progress.shown)
    print(export_role(invocation.workspace(), cluster, extra, around), end="")
    return 0
