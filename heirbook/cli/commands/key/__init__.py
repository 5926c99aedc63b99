"""`heirbook key`: a person's public key, from the mail it came in to the servers it opens."""

import click

from heirbook.cli.commands_folder import CommandsFolder


class KeysFolder(CommandsFolder):
    """The commands of this folder."""

    package = __name__


@click.group(cls=KeysFolder, epilog="Example: heirbook key check jonas.pub")
def command() -> None:
    """Check a newcomer's public key, put it on servers, take it off."""
