"""`heirbook diff`: what changed between two snapshots, in words."""

import json
import sys

import click

from heirbook.child import minimal_environment
from heirbook.cli.context import Invocation
from heirbook.git import Git
from heirbook.inventory.change import Change
from heirbook.inventory.change_words import describe
from heirbook.inventory.changes import changes
from heirbook.inventory.history import WORK, last_pair, read_at
from heirbook.text import visible

REPORT_VERSION = 1


@click.command(epilog="Example: heirbook diff 2026-11-01 work")
@click.argument("before", required=False)
@click.argument("after", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the changes as JSON.")
@click.pass_obj
def command(invocation: Invocation, before: str | None, after: str | None, as_json: bool) -> None:  # noqa: FBT001  click passes options by name
    """Show what changed from BEFORE to AFTER: git revisions, dates, or `work`, the files here.

    Without arguments: from the last commit to the files here; if those are equal, from the commit
    before it.
    """
    workspace = invocation.workspace()
    git = Git(workspace.root, minimal_environment(invocation.environ))
    if before is None:
        old, new = last_pair(workspace, git)
    else:
        old, new = read_at(workspace, git, before), read_at(workspace, git, after or WORK)
    for moment in (old, new):
        for file in moment.damaged:
            _warn(f"{file} cannot be used in {moment.name}; it is left out")
    found = changes(old.snapshot, new.snapshot, (*old.unread, *new.unread))
    print(_json(found) if as_json else _words(found))


def _warn(text: str) -> None:
    print(f"heirbook: warning: {visible(text)}", file=sys.stderr)


def _words(found: tuple[Change, ...]) -> str:
    return "\n".join(visible(str(describe(one))) for one in found) or "nothing changed"


def _json(found: tuple[Change, ...]) -> str:
    report = {
        "schema": f"heirbook.diff/{REPORT_VERSION}",
        "changes": [one.model_dump(mode="json") for one in found],
    }
    return json.dumps(report, indent=2, ensure_ascii=True)
