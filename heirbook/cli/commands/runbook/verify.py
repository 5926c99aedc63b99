"""`heirbook runbook verify`: note that a person tried a runbook, and how it went."""

import sys
from functools import partial
from typing import cast

import click

from heirbook.cli.context import Invocation
from heirbook.cli.judge import require_no_secret
from heirbook.errors import UsageError
from heirbook.handbook.runbook_list import find_instance, require_present
from heirbook.inventory.verified import LONGEST_NOTE, Outcome, append_verification
from heirbook.lock import lock
from heirbook.runbooks.verify import Try, verification
from heirbook.text import visible


@click.command(epilog="Example: heirbook runbook verify disk-full@upe --by rasa --yes")
@click.argument("name", metavar="ID")
@click.option("--by", required=True, metavar="PERSON", help="Who tried it, of people.yml.")
@click.option(
    "--outcome",
    type=click.Choice(("worked", "failed")),
    default="worked",
    help="How it went (default: worked).",
)
@click.option("--note", default="", metavar="TEXT", help="What the next one should know.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def command(  # noqa: PLR0913, PLR0917  click passes each option by name
    invocation: Invocation,
    name: str,
    by: str,
    outcome: str,
    note: str,
    yes: bool,  # noqa: FBT001  click passes options by name
) -> None:
    """Note that PERSON tried the runbook ID today, with today's facts and commands."""
    from heirbook.site.input import load_book_input  # noqa: PLC0415  the collectors are slow to load

    if len(note) > LONGEST_NOTE:
        raise UsageError(
            f"the note is longer than {LONGEST_NOTE} characters", hint="make it shorter"
        )
    workspace = invocation.workspace()
    with lock(workspace, invocation.now):
        book_input = load_book_input(workspace)
        instance = find_instance(book_input, name)
        require_present(book_input.people, by)
        tried = Try(by, invocation.now.date(), cast("Outcome", outcome), note)
        record = verification(instance, tried, book_input.snapshot)
        _ask(f"{instance.id} {outcome}, tried by {by}", sure=yes)
        append_verification(workspace, record, partial(require_no_secret, invocation, workspace))
    print(visible(f"noted: {instance.id} {outcome} on {tried.on}, {by}"))


def _ask(what: str, *, sure: bool) -> None:
    if sure:
        return
    if not sys.stdin.isatty():
        raise UsageError("without a terminal nobody can be asked", hint="add --yes if it is so")
    click.confirm(visible(what), abort=True, err=True)
