"""`heirbook render`: the pages as plain Markdown, for any other site generator."""

from functools import partial
from pathlib import Path

import click

from heirbook.child import minimal_environment
from heirbook.cli.context import Invocation, output_folder
from heirbook.cli.judge import require_no_secret
from heirbook.git import Git
from heirbook.lock import lock
from heirbook.text import visible


@click.command(epilog="Example: heirbook render --out pages --force")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write to.")
@click.option("--lang", "language", default=None, help="Language (default: the book's first).")
@click.option("--force", is_flag=True, help="Overwrite pages that were edited by hand.")
@click.pass_obj
def command(invocation: Invocation, out: Path, language: str | None, force: bool) -> None:  # noqa: FBT001  click passes options by name
    """Write the pages of the book as Markdown files."""
    from heirbook.site.plain_pages import (  # noqa: PLC0415  MkDocs is slow to load
        RenderRequest,
        render_to,
    )

    workspace = invocation.workspace()
    with lock(workspace, invocation.now):
        gate = partial(require_no_secret, invocation, workspace)
        git = Git(workspace.root, minimal_environment(invocation.environ))
        request = RenderRequest(output_folder(out), gate, language, force, git)
        written = render_to(workspace, request)
    print(f"{visible(str(out))}: {len(written)} files written")
