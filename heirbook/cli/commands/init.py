"""`heirbook init`: a new workspace that asks nothing it can find out."""

import os
from pathlib import Path

import click

from heirbook.cli.context import Invocation
from heirbook.inventory.new_workspace import Answers, write_template
from heirbook.inventory.service_proposals import fragment_of
from heirbook.text import visible
from heirbook.workspace import FLEET, Workspace


@click.command(epilog="Example: heirbook init ~/fleet")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--title", default="Our infrastructure", help="Title of the book.")
@click.option("--operator", default="operator", help="Id of who runs it today, in people.yml.")
@click.option("--name", default="Operator", help="That person's name.")
@click.option("--language", default="en", help="Language of the book's first edition.")
@click.option("--propose/--no-propose", default=True, help="Propose servers of ~/.ssh/config.")
@click.option("--from-snapshot", is_flag=True, help="Propose services from what was collected.")
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    folder: Path | None,
    propose: bool,  # noqa: FBT001  click passes options by name
    from_snapshot: bool,  # noqa: FBT001  the same
    **answers: str,
) -> None:
    """Write a new workspace into FOLDER (default: here).

    With --from-snapshot, in a folder that is a workspace already, nothing is written: the services
    that what runs suggests are printed, to be copied into inventory/fleet.yml.
    """
    target = folder.resolve() if folder else invocation.folder
    services = fragment_of(Workspace(target)) if from_snapshot else ()
    if from_snapshot and os.path.lexists(target / FLEET):
        print("\n".join(services))
        return
    home = invocation.environ.get("HOME") if propose else None
    written = write_template(
        target,
        Answers(
            **answers,
            ssh_config=_text(home, ".ssh/config"),
            kubeconfig=_text(home, ".kube/config"),
            services=services,
        ),
    )
    print(f"{visible(str(target))}: {len(written)} files written")
    print("next: name your servers in inventory/fleet.yml, then: heirbook collect")


def _text(home: str | None, name: str) -> str:
    """Return a file's text, empty where it cannot be read: a proposal is a kindness, no duty."""
    if home is None:
        return ""
    try:
        return (Path(home) / name).read_text("utf-8", errors="replace")
    except OSError:
        return ""
