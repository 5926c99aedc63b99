"""`heirbook collect`: ask the servers and keep what they said."""

import sys
from functools import partial
from pathlib import Path

import click

from heirbook.cli import progress
from heirbook.cli.context import Invocation, output_folder
from heirbook.cli.error_printer import print_error
from heirbook.cli.failures import failures
from heirbook.cli.report import (
    collect_json,
    collect_words,
    exit_code,
    section_lines,
    warning_lines,
)
from heirbook.collectors.collection import Request, Surroundings, collect
from heirbook.collectors.pinning import pinned_on


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
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.pass_obj
def command(
    invocation: Invocation,
    only: tuple[str, ...],
    commit: bool,  # noqa: FBT001  click passes options by name
    record: Path | None,
    as_json: bool,  # noqa: FBT001  the same
) -> int:
    """Ask what is due of every server, side by side, and publish what changed."""
    around = Surroundings(invocation.clock, invocation.environ, progress.shown)
    request = Request(only, commit, output_folder(record) if record else None)
    workspace = invocation.workspace()
    done = collect(workspace, request, around)
    for line in (*warning_lines(done), *section_lines(done, invocation.verbose)):
        print(line, file=sys.stderr)
    for failure in failures(done, partial(pinned_on, workspace)):
        print_error(failure)
    print(collect_json(done) if as_json else collect_words(done))
    return exit_code(done)
