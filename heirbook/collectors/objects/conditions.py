"""What controllers say of their objects, in the form that all of them use."""

import re

from heirbook.collectors.objects.foreign_object import Tree
from heirbook.inventory.kubernetes.cluster_route import Condition

_REASON = re.compile(r"[A-Za-z]([A-Za-z0-9_,:]{0,198}[A-Za-z0-9_])?")
_STATUS = {"True": True, "False": False}


def conditions(item: Tree, *path: str) -> tuple[Condition, ...]:
    """Return type, status and reason of each condition, sorted; messages may hold anything."""
    found = [
        Condition(type=kind, status=one.text("status"), reason=reason_word(one.text("reason")))
        for one in item.each(*(path or ("status", "conditions")))
        if (kind := one.text("type"))
    ]
    return tuple(sorted(found, key=lambda one: (one.type, one.status or "", one.reason or "")))


def parent_conditions(item: Tree) -> tuple[Condition, ...]:
    """Return what all gateways together say of a route, each sentence once."""
    parents = item.each("status", "parents")
    found = [one for parent in parents for one in conditions(parent, "conditions")]
    said = {(one.type, one.status or "", one.reason or ""): one for one in found}
    return tuple(said[words] for words in sorted(said))


def condition(item: Tree, kind: str = "Ready") -> tuple[bool | None, str | None]:
    """Return whether a condition holds, and why; None where nobody says so."""
    for one in conditions(item):
        if one.type == kind:
            return _STATUS.get(one.status or ""), one.reason
    return None, None


def reason_word(text: str | None) -> str | None:
    """Return a reason that is one word, as the API asks for; a sentence could hold a value.

    Source: Kubernetes API conventions, `reason` of a condition.
    """
    return text if text and _REASON.fullmatch(text) else None
