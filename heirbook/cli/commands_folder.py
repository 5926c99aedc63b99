"""Finds commands by folder and loads the one that is asked for, so that help stays quick."""

import difflib
import importlib
import pkgutil

import click

PACKAGE = "heirbook.cli.commands"


class CommandsFolder(click.Group):
    """A click group whose commands are the modules of `heirbook.cli.commands`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Return the names of all commands, sorted."""
        package = importlib.import_module(PACKAGE)
        names = (info.name for info in pkgutil.iter_modules(package.__path__))
        return sorted(name.replace("_", "-") for name in names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, or None."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{PACKAGE}.{cmd_name.replace('-', '_')}")
        command = module.command
        if not isinstance(command, click.Command):
            message = f"{module.__name__} lacks a click command named 'command'"
            raise TypeError(message)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command and its arguments; a misspelt name is answered with the nearest one.

        Raises:
            click.UsageError: when there is no such command.
        """
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], self.list_commands(ctx), 1, 0.6)
            question = f" (did you mean '{near[0]}'?)" if near else ""
            raise click.UsageError(f"no such command{question}", ctx)
        return super().resolve_command(ctx, args)
