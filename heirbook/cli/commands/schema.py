"""`heirbook schema`: the JSON Schema of a declared file."""

import click

from heirbook.inventory.schemas import schema_names, schema_text


@click.command(epilog="Example: heirbook schema fleet")
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """Print the schema called NAME; without it the names of all schemas."""
    if name is None:
        print("\n".join(schema_names()))
    else:
        print(schema_text(name), end="")
