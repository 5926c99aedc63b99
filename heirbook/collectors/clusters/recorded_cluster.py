"""Replays the recorded answers of a cluster, for tests and bug reports."""

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from heirbook.child import STDERR_CAP_BYTES, STDOUT_CAP_BYTES
from heirbook.collectors.clusters.cluster_discovery import plain_name
from heirbook.collectors.clusters.cluster_items import BrokenListError, items
from heirbook.collectors.clusters.kubectl_command import (
    ApiResources,
    CanI,
    Form,
    Listing,
    NamedConfigMap,
    Proxy,
    Readyz,
    Version,
)
from heirbook.collectors.clusters.kubectl_failure import Reply
from heirbook.collectors.objects.foreign_object import Tree

_NOTHING = Reply(1, stderr=b"error: not in the recording")


class RecordedCluster:
    """Gives what a folder holds: `KIND.json`, where it failed also `KIND.err` and `KIND.rc`."""

    name = "recorded"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ask(self, form: Form, timeout_s: float) -> Reply:
        """Return the recorded reply; nothing runs."""
        del timeout_s
        name = file_name(form)
        try:
            reply = _NOTHING if name is None else self._reply(self._folder / name)
            return _of_namespace(reply, form)
        except (OSError, ValueError):
            return _NOTHING

    def close(self) -> None:
        """Do nothing: nothing was made."""

    def _reply(self, file: Path) -> Reply:
        errors, status = file.with_suffix(".err"), file.with_suffix(".rc")
        stdout = file.read_bytes()
        capped = len(stdout) > STDOUT_CAP_BYTES
        return Reply(
            None if capped else int(status.read_text("ascii")) if status.exists() else 0,
            b"" if capped else stdout,
            errors.read_bytes()[:STDERR_CAP_BYTES] if errors.exists() else b"",
            "output_cap" if capped else None,
        )


def _of_namespace(reply: Reply, form: Form) -> Reply:
    """Return the reply cut down to the namespace that was asked; the file holds all of them."""
    if not isinstance(form, Listing) or form.namespace is None or reply.status != 0:
        return reply
    with suppress(BrokenListError):
        spaces = (None, form.namespace)
        kept = [i for i in items(reply.stdout) if Tree(i).text("metadata", "namespace") in spaces]
        return replace(reply, stdout=json.dumps({"items": kept}).encode())
    return reply


def file_name(form: Form) -> str | None:
    """Return the name of the file that a form's reply stands in; None for what is never recorded.

    A kind that was read namespace by namespace stands in one file.
    """
    match form:
        case Version():
            return "version.json"
        case ApiResources():
            return "api-resources.txt"
        case Listing(kind, _):
            return f"{plain_name(kind)}.json"
        case Readyz():
            return "readyz.txt"
        case CanI(what):
            return f"can-i-{what}.txt"
        case NamedConfigMap() | Proxy():
            return None
