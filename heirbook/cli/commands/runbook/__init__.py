"""`heirbook runbook`: what can be done on this fleet, step by step, and who tried it."""

import click

from heirbook.cli.commands_folder import CommandsFolder


class RunbooksFolder(CommandsFolder):
    """The commands of this folder."""

    package = __name__


@click.group(cls=RunbooksFolder, epilog="Example: heirbook runbook list --for upe")
def command() -> None:
    """List and show runbooks with this fleet's values, and note who tried one."""
