"""`heirbook diff`: what changed between two snapshots, in words."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import click

from heirbook.child import minimal_environment
from heirbook.cli.context import Invocation
from heirbook.errors import UsageError
from heirbook.git import Git
from heirbook.handbook.languages import catalogue
from heirbook.i18n import N_
from heirbook.inventory.change import Change
from heirbook.inventory.change_words import Vocabulary, describe
from heirbook.inventory.changes import changes
from heirbook.inventory.history import WORK, last_pair, read_at
from heirbook.inventory.journal import DatedChange
from heirbook.inventory.object_history import object_history
from heirbook.inventory.record import iso
from heirbook.site.section_titles import section_titles
from heirbook.text import visible
from heirbook.workspace import Workspace

REPORT_VERSION = 1


@click.command(epilog="Example: heirbook diff 2026-11-01 work")
@click.argument("before", required=False)
@click.argument("after", required=False)
@click.option("--lang", "language", default="en", help="Language of the words (default: en).")
@click.option("--of", "thing", help="All that changed of it: server/upe, upe/unit/cron.service.")
@click.option("--json", "as_json", is_flag=True, help="Print the changes as JSON.")
@click.pass_obj
def command(
    invocation: Invocation,
    /,
    before: str | None,
    after: str | None,
    **options: str | bool | None,
) -> None:
    """Show what changed from BEFORE to AFTER: revisions, dates, editions, or `work` (the files).

    Without arguments: from the last commit to the files here; if those are equal, from the commit
    before it.
    """
    vocabulary = Vocabulary(catalogue(str(options["language"])), section_titles())
    workspace = invocation.workspace()
    git = Git(workspace.root, minimal_environment(invocation.environ))
    if thing := options["thing"]:
        if before is not None:
            raise UsageError("--of tells of all commits, so it takes no BEFORE", "leave it out")
        found: Sequence[DatedChange | _Undated] = object_history(
            workspace, git, str(thing), invocation.now
        )
    else:
        found = [_Undated(one) for one in _compared(workspace, git, before, after)]
    print(_json(found, vocabulary) if options["as_json"] else _words(found, vocabulary))


@dataclass(frozen=True)
class _Undated:
    """A change between two snapshots that were named: their times are known."""

    change: Change
    at: datetime | None = None
    commit: str | None = None


def _compared(
    workspace: Workspace, git: Git, before: str | None, after: str | None
) -> tuple[Change, ...]:
    if before is None:
        old, new = last_pair(workspace, git)
    else:
        old, new = read_at(workspace, git, before), read_at(workspace, git, after or WORK)
    for moment in (old, new):
        for file in moment.damaged:
            _warn(f"{file} cannot be used in {moment.name}; nothing is said of its source")
    return changes(old.snapshot, new.snapshot, (*old.unread, *new.unread))


def _warn(text: str) -> None:
    print(f"heirbook: warning: {visible(text)}", file=sys.stderr)


def _words(found: Sequence[DatedChange | _Undated], vocabulary: Vocabulary) -> str:
    lines = "\n".join(visible(_line(one, vocabulary)) for one in found)
    return lines or vocabulary.catalogue.text(N_("nothing changed"))


def _line(one: DatedChange | _Undated, vocabulary: Vocabulary) -> str:
    words = str(describe(one.change, vocabulary))
    return f"{iso(one.at)} {(one.commit or WORK)[:12]} {words}" if one.at else words


def _json(found: Sequence[DatedChange | _Undated], vocabulary: Vocabulary) -> str:
    changes_ = [
        {
            **one.change.model_dump(mode="json"),
            "words": str(describe(one.change, vocabulary)),
            **({"at": iso(one.at), "commit": one.commit} if one.at else {}),
        }
        for one in found
    ]
    report = {"schema": f"heirbook.diff/{REPORT_VERSION}", "changes": changes_}
    return json.dumps(report, indent=2, ensure_ascii=True)
