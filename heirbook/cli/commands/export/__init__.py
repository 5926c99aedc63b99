"""`heirbook export`: one module a thing that another program or another machine needs."""

import click

from heirbook.cli.commands_folder import CommandsFolder


class ExportsFolder(CommandsFolder):
    """The commands of this folder."""

    package = __name__


@click.group(cls=ExportsFolder, epilog="Example: heirbook export role --cluster prod")
def command() -> None:
    """Print what another program or another machine needs."""
