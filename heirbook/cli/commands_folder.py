"""Finds commands by folder and loads the one that is asked for, so that help stays quick."""

import ast
import importlib
import pkgutil
from importlib import resources

import click

from heirbook.inventory.names import did_you_mean

PACKAGE = "heirbook.cli.commands"
_MARGINS = 6
"""Columns before, between and after the two columns of a list."""


class CommandsFolder(click.Group):
    """A click group whose commands are the modules of a package, a package being a group again."""

    package = PACKAGE

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Return the names of all commands, sorted."""
        package = importlib.import_module(self.package)
        names = (info.name for info in pkgutil.iter_modules(package.__path__))
        return sorted(name.replace("_", "-") for name in names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, or None."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{self.package}.{cmd_name.replace('-', '_')}")
        command = module.command
        if not isinstance(command, click.Command):
            message = f"{module.__name__} lacks a click command named 'command'"
            raise TypeError(message)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands with what each does; none of them is loaded for it."""
        names = self.list_commands(ctx)
        room = formatter.width - _MARGINS - max(map(len, names))
        with formatter.section("Commands"):
            formatter.write_dl(
                [(n, _unloaded(self.package, n).get_short_help_str(room)) for n in names]
            )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command and its arguments; a misspelt name is answered with the nearest one.

        Raises:
            click.UsageError: when there is no such command.
        """
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            near = did_you_mean(args[0], self.list_commands(ctx))
            raise click.UsageError(f"no such command{near}", ctx)
        return super().resolve_command(ctx, args)


def _unloaded(package: str, name: str) -> click.Command:
    """Return a command with no more than its help, read from its source.

    To load all commands takes a second.
    """
    folder, module = resources.files(package), name.replace("-", "_")
    alone = folder / f"{module}.py"
    source = alone if alone.is_file() else folder / module / "__init__.py"
    functions = (
        n for n in ast.parse(source.read_text("utf-8")).body if isinstance(n, ast.FunctionDef)
    )
    docs = (ast.get_docstring(function) for function in functions if function.name == "command")
    return click.Command(name, help=next(docs, None))
