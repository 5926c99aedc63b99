"""`heirbook runbook show`: one runbook as the book prints it, on a terminal."""

import click

from heirbook.cli.context import Invocation
from heirbook.handbook.runbook_list import show_text


@click.command(epilog="Example: heirbook runbook show disk-full@upe --lang lt")
@click.argument("name", metavar="ID")
@click.option("--lang", "language", default="en", help="Language (default: en).")
@click.pass_obj
def command(invocation: Invocation, name: str, language: str) -> None:
    """Print the runbook ID, or ID@SUBJECT with the values of its subject."""
    from heirbook.site.input import load_book_input  # noqa: PLC0415  the collectors are slow to load

    print(show_text(load_book_input(invocation.workspace()), name, language))
