"""`heirbook serve`: the book while it is being written."""

import sys

import click

from heirbook.cli.context import Invocation
from heirbook.text import visible


@click.command(epilog="Example: heirbook serve --port 8001")
@click.option("--address", default="127.0.0.1", help="Address to listen on; there is no login.")
@click.option("--port", default=8000, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.pass_obj
def command(invocation: Invocation, address: str, port: int) -> None:
    """Serve the book on this machine and rebuild it when a file changes."""
    from heirbook.site.serving import serve  # noqa: PLC0415  MkDocs is slow to load

    if address != "127.0.0.1":
        print(f"heirbook: warning: {visible(address)} is open to others, and there is no login",
              file=sys.stderr)  # fmt: skip
    workspace = invocation.workspace()
    print(f"http://{visible(address)}:{port}/ until you press Ctrl-C", flush=True)
    serve(workspace, address, port)
