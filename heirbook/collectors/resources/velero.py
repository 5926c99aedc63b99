"""Backups by Velero: their schedules, and where they go."""

from collections.abc import Iterable
from datetime import datetime

from heirbook.collectors.objects.foreign_object import Tree, kind_of, object_fields
from heirbook.collectors.objects.items import Parsed, by_kind
from heirbook.collectors.objects.plain_address import plain_address
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.operators import BackupTarget, OperatorSchedule, Velero

GROUP = "velero.io"
PLURALS = ("schedules", "backups", "backupstoragelocations")
RESOURCE = Resource(
    title=N_("Backups by Velero"),
    kinds=tuple(f"{plural}.{GROUP}" for plural in PLURALS),
    role=tuple((GROUP, plural) for plural in PLURALS),
    order=50,
    optional=True,
)
SCHEDULE_LABEL = "velero.io/schedule-name"


def parse(items: Iterable[Item]) -> Velero:
    """Return schedules with their newest success, and the places they save to.

    Sample: `{"kind": "Schedule", "spec": {"schedule": "0 3 * * *"}}`
    Backups themselves are not kept: there is a new one each night.

    Source: Velero 1.15, `velero.io/v1`.
    """
    every = tuple(items)
    rest = (item for item in every if kind_of(Tree(item)) != "Backup")
    found = Parsed(rest, by_kind({"Schedule": _schedule, "BackupStorageLocation": _target}))
    done = _successes(every)
    schedules = tuple(
        one.model_copy(update={"last_success_at": done.get((one.namespace, one.name))})
        for one in found.of(OperatorSchedule)
    )
    return found.whole(Velero(schedules=schedules, targets=found.of(BackupTarget)))


def _successes(items: tuple[Item, ...]) -> dict[tuple[str, str], datetime]:
    """Return when the newest completed backup of each schedule ended."""
    newest: dict[tuple[str, str], datetime] = {}
    for item in items:
        tree = Tree(item)
        ended = tree.moment("status", "completionTimestamp")
        done = kind_of(tree) == "Backup" and tree.text("status", "phase") == "Completed"
        schedule = tree.text("metadata", "labels", SCHEDULE_LABEL)
        if done and ended and schedule:
            key = (tree.text("metadata", "namespace") or "", schedule)
            newest[key] = max(ended, newest.get(key, ended))
    return newest


def _schedule(item: Tree) -> OperatorSchedule | None:
    fields = object_fields(item)
    if fields is None:
        return None
    spec, template = item.at("spec"), item.at("spec", "template")
    return OperatorSchedule(
        **fields,
        kind=kind_of(item),
        schedule=spec.text("schedule"),
        suspended=spec.flag("paused") is True,
        namespaces=tuple(name for name in template.texts("includedNamespaces") if name != "*"),
        target=template.text("storageLocation"),
        keeps=template.text("ttl"),
        phase=item.text("status", "phase"),
        last_started_at=item.moment("status", "lastBackup"),
    )


def _target(item: Tree) -> BackupTarget | None:
    fields = object_fields(item)
    if fields is None:
        return None
    spec, store = item.at("spec"), item.at("spec", "objectStorage")
    phase = item.text("status", "phase")
    return BackupTarget(
        **fields,
        provider=spec.text("provider"),
        location="/".join(filter(None, (store.text("bucket"), store.text("prefix")))) or None,
        endpoint=plain_address(spec.text("config", "s3Url")),
        default=spec.flag("default") is True,
        available=None if phase is None else phase == "Available",
        logs_in_with=spec.text("credential", "name"),
    )
