"""Volumes of Longhorn and their backups."""

from collections.abc import Iterable

from heirbook.collectors.objects.foreign_object import Tree, kind_of, object_fields
from heirbook.collectors.objects.items import Parsed, by_kind
from heirbook.collectors.objects.plain_address import plain_address
from heirbook.collectors.objects.selectors import full_name
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.operators import (
    BackupTarget,
    Longhorn,
    LonghornVolume,
    OperatorSchedule,
)

GROUP = "longhorn.io"
PLURALS = ("volumes", "recurringjobs", "backuptargets")
RESOURCE = Resource(
    title=N_("Volumes of Longhorn"),
    kinds=tuple(f"{plural}.{GROUP}" for plural in PLURALS),
    role=tuple((GROUP, plural) for plural in PLURALS),
    order=50,
    optional=True,
)
LONGEST_SIZE = 18


def parse(items: Iterable[Item]) -> Longhorn:
    """Return volumes, recurring jobs and the places that backups go to.

    Sample: `{"kind": "Volume", "spec": {"numberOfReplicas": 3}}`

    Source: Longhorn 1.8, `longhorn.io/v1beta2`.
    """
    readers = {"Volume": _volume, "RecurringJob": _job, "BackupTarget": _target}
    found = Parsed(items, by_kind(readers))
    facts = Longhorn(
        volumes=found.of(LonghornVolume),
        schedules=found.of(OperatorSchedule),
        targets=found.of(BackupTarget),
    )
    return found.whole(facts)


def _volume(item: Tree) -> LonghornVolume | None:
    fields = object_fields(item)
    if fields is None:
        return None
    status, used = item.at("status"), item.at("status", "kubernetesStatus")
    size = item.words("spec", "size") or ""
    return LonghornVolume(
        **fields,
        size_bytes=int(size) if _is_count(size) else None,
        replicas=item.number("spec", "numberOfReplicas"),
        state=status.text("state"),
        robustness=status.text("robustness"),
        claim=full_name(used.text("namespace"), used.text("pvcName")),
        node=status.text("currentNodeID"),
        last_backup_at=status.moment("lastBackupAt"),
    )


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_SIZE


def _job(item: Tree) -> OperatorSchedule | None:
    fields = object_fields(item)
    if fields is None:
        return None
    spec = item.at("spec")
    return OperatorSchedule(
        **fields,
        kind=kind_of(item),
        schedule=spec.text("cron"),
        task=spec.text("task"),
        keeps=spec.words("retain"),
    )


def _target(item: Tree) -> BackupTarget | None:
    fields = object_fields(item)
    if fields is None:
        return None
    address = plain_address(item.text("spec", "backupTargetURL"))
    return BackupTarget(
        **fields,
        provider=address.partition(":")[0] if address else None,
        location=address,
        default=fields["name"] == "default",
        available=item.flag("status", "available"),
        logs_in_with=item.text("spec", "credentialSecret"),
    )
