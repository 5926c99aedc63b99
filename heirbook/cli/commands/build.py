"""`heirbook build`: an edition of the book in every language."""

import sys

import click

from heirbook.child import minimal_environment
from heirbook.cli.context import Invocation
from heirbook.cli.judge import terms
from heirbook.git import Git
from heirbook.handbook.languages import catalogue
from heirbook.text import visible


@click.command(epilog="Example: heirbook build --lang lt")
@click.option("--lang", "languages", multiple=True, help="Only this language; may be repeated.")
@click.pass_obj
def command(invocation: Invocation, languages: tuple[str, ...]) -> None:
    """Build an edition into book/<date>/ from what was collected."""
    from heirbook.editions import EditionRequest, build_edition  # noqa: PLC0415  MkDocs is slow to load

    for language in languages:
        catalogue(language)  # an unknown one is refused before anything is loaded
    workspace = invocation.workspace()
    git = Git(workspace.root, minimal_environment(invocation.environ))
    request = EditionRequest(invocation.now, terms(invocation, workspace), languages, git)
    result = build_edition(workspace, request)
    for warning in result.warnings:
        print(f"heirbook: warning: {visible(warning)}", file=sys.stderr)
    if not result.changed:
        print(f"nothing changed since {result.id}")
        return
    size = f"{result.size_bytes / 1_000_000:.1f} MB"
    print(f"{result.id}: {result.pages} pages, {size}, {result.seconds:.1f} s")
    if languages:
        print(f"{result.languages[0]} stands at the edition's root")
    print(f"open {visible(str(workspace.book / 'index.html'))}")
