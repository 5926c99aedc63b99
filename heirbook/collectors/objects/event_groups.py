"""Events of a cluster as groups: one record for what happens over and over."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Literal, cast

from heirbook.collectors.objects.conditions import reason_word
from heirbook.collectors.objects.container_templates import url_path
from heirbook.collectors.objects.foreign_object import Tree
from heirbook.collectors.objects.message_class import LONGEST_MESSAGE, message_class
from heirbook.inventory.kubernetes.cluster_event import EventGroup

_CONTAINER = re.compile(r"spec\.(?:init|ephemeral)?[cC]ontainers\{([a-z0-9-]{1,63})\}")
_PROBE = re.compile(r"(Liveness|Readiness|Startup) probe (?:failed|errored)")
_ASKED = re.compile(r'Get "(https?://[^"\s]{1,2000})"')
_PATH = re.compile(r"/[A-Za-z0-9._~/-]{0,200}", re.ASCII)
_CODE = re.compile(r"HTTP probe failed with statuscode: ([0-9]{3})(?![0-9])")

ProbeKind = Literal["liveness", "readiness", "startup"]


def event_group(item: Tree) -> EventGroup | None:
    """Return one event as a group of its own; None where it is about nothing.

    Sample: `{"type": "Warning", "reason": "Unhealthy", "involvedObject": {"kind": "Pod"}}`.

    Source: Kubernetes API, `v1` `Event`; messages of kubelet 1.32.
    """
    about, reason = item.at("involvedObject"), reason_word(item.text("reason"))
    kind, name = about.text("kind"), about.text("name")
    if not (item.text("metadata", "name") and kind and name and reason):
        return None
    namespace = about.text("namespace") or ""
    container = _CONTAINER.fullmatch(about.text("fieldPath") or "")
    message = (item.text("message") or "")[:LONGEST_MESSAGE]
    probe = _PROBE.search(message)
    return EventGroup(
        namespace=namespace,
        about="/".join(filter(None, (namespace, kind.lower(), name))),
        reason=reason,
        container=container[1] if container else None,
        message_class=message_class(message) or "other",
        probe=cast("ProbeKind", probe[1].lower()) if probe else None,
        path=_path(message) if probe else None,
        code=int(code[1]) if probe and (code := _CODE.search(message)) else None,
        since=item.moment("firstTimestamp") or _first(item),
        last_at=item.moment("series", "lastObservedTime")
        or item.moment("lastTimestamp")
        or _first(item),
        count=item.number("series", "count") or item.number("count") or 1,
    )


def _first(item: Tree) -> datetime | None:
    return item.moment("eventTime") or item.moment("metadata", "creationTimestamp")


def _path(message: str) -> str | None:
    asked = _ASKED.search(message)
    path = url_path(asked[1]) if asked else None
    return path if path and _PATH.fullmatch(path) else None


def grouped(events: Iterable[EventGroup]) -> tuple[EventGroup, ...]:
    """Return one group for all events of one identity: earliest, latest, and how many in all."""
    found: dict[str, EventGroup] = {}
    for event in events:
        known = found.get(event.identity())
        found[event.identity()] = _together(known, event) if known else event
    return tuple(sorted(found.values(), key=lambda one: one.sort_key()))


def _together(one: EventGroup, other: EventGroup) -> EventGroup:
    return one.model_copy(
        update={
            "since": min(filter(None, (one.since, other.since)), default=None),
            "last_at": max(filter(None, (one.last_at, other.last_at)), default=None),
            "count": (one.count or 0) + (other.count or 0),
        }
    )
