"""`heirbook runbook list`: every runbook for everything that it applies to."""

import json

import click

from heirbook.cli.context import Invocation
from heirbook.handbook.runbook_list import Wanted, list_lines, list_report
from heirbook.text import visible


@click.command(epilog="Example: heirbook runbook list --for upe --unverified")
@click.option("--for", "subject", default="", metavar="SUBJECT", help="Only those about it.")
@click.option("--symptom", default="", metavar="S", help="Only those that help with it.")
@click.option("--unverified", is_flag=True, help="Only those that nobody tried as they are now.")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@click.pass_obj
def command(
    invocation: Invocation,
    subject: str,
    symptom: str,
    unverified: bool,  # noqa: FBT001  click passes options by name
    as_json: bool,  # noqa: FBT001  click passes options by name
) -> None:
    """Print the runbooks with their level, and how far each may be trusted."""
    from heirbook.site.input import load_book_input  # noqa: PLC0415  the collectors are slow to load

    book_input = load_book_input(invocation.workspace())
    wanted = Wanted(subject, symptom, unverified)
    if as_json:
        print(json.dumps(list_report(book_input, wanted), indent=2, ensure_ascii=True))
        return
    for line in list_lines(book_input, wanted):
        print(visible(line))
