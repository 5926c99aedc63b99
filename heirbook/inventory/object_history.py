"""All that ever changed of one source or of one object in it, newest first."""

from datetime import datetime
from itertools import pairwise

from heirbook.errors import UsageError
from heirbook.git import Git
from heirbook.inventory.change import Change
from heirbook.inventory.changes import changes
from heirbook.inventory.history import load_history
from heirbook.inventory.journal import DatedChange
from heirbook.inventory.record import SourceId
from heirbook.inventory.store import KINDS, stored_ids
from heirbook.workspace import Workspace

MOST_COMMITS = 400


def object_history(
    workspace: Workspace, git: Git, name: str, now: datetime
) -> tuple[DatedChange, ...]:
    """Return the committed changes of `server/upe`, or of `upe/freescout/app` and the like.

    Raises:
        UsageError: when no source of that name is stored.
        OutputError: when git cannot read its own objects.
    """
    source, thing = _source(workspace, name)
    history = load_history(git, now, source, MOST_COMMITS)
    moments = (history.moment(commit, (source,)) for commit in history.commits)
    return tuple(
        DatedChange(change, new.at, new.name)
        for new, old in pairwise(moments)
        for change in changes(old.snapshot, new.snapshot, (*old.unread, *new.unread))
        if not thing or _is(change, thing)
    )


def _source(workspace: Workspace, name: str) -> tuple[SourceId, str]:
    """Return the source that a name begins with, and the rest: the object in it."""
    stored = set(stored_ids(workspace))
    kind, _, rest = name.partition("/")
    if kind in KINDS:
        place, _, thing = rest.partition("/")
        candidates = [SourceId(f"{kind}/{place}")]
    else:
        thing = rest
        candidates = [SourceId(f"{one}/{kind}") for one in KINDS]
    found = next((one for one in candidates if one in stored), None)
    if found is None:
        raise UsageError(f"nothing is stored of '{name}'", "ls inventory/snapshots/*")
    return found, thing


def _is(change: Change, thing: str) -> bool:
    subject = change.subject
    return thing in (subject.object, f"{subject.kind}/{subject.object}", subject.section)
