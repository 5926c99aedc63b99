"""Snapshots of volumes, and their classes."""

from collections.abc import Iterable

from heirbook.collectors.objects.foreign_object import Tree, object_fields
from heirbook.collectors.objects.items import Parsed, by_kind
from heirbook.collectors.objects.selectors import full_name, has_annotation
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster_storage import (
    VolumeSnapshot,
    VolumeSnapshotClass,
    VolumeSnapshots,
)

GROUP = "snapshot.storage.k8s.io"
RESOURCE = Resource(
    title=N_("Snapshots of volumes"),
    kinds=(f"volumesnapshotclasses.{GROUP}", f"volumesnapshots.{GROUP}"),
    role=((GROUP, "volumesnapshotclasses"), (GROUP, "volumesnapshots")),
    cluster_wide=("volumesnapshotclasses",),
    order=60,
    optional=True,
)
PARAMETER = "csi.storage.k8s.io/"


def parse(items: Iterable[Item]) -> VolumeSnapshots:
    """Return snapshots and their classes.

    Sample: `{"kind": "VolumeSnapshot", "status": {"readyToUse": true}}`

    Source: CSI external-snapshotter 8, `snapshot.storage.k8s.io/v1`.
    """
    readers = {"VolumeSnapshotClass": _class, "VolumeSnapshot": _snapshot}
    found = Parsed(items, by_kind(readers))
    facts = VolumeSnapshots(
        classes=found.of(VolumeSnapshotClass), snapshots=found.of(VolumeSnapshot)
    )
    return found.whole(facts)


def _class(item: Tree) -> VolumeSnapshotClass | None:
    fields = object_fields(item)
    if fields is None:
        return None
    given = item.at("parameters")
    pairs = (
        (key.removesuffix("-name"), given.text(key))
        for key in given.names()
        if key.startswith(PARAMETER) and key.endswith("-secret-name")
    )
    secrets = (full_name(given.text(f"{stem}-namespace"), name) for stem, name in pairs)
    return VolumeSnapshotClass(
        **fields,
        driver=item.text("driver"),
        deletion_policy=item.text("deletionPolicy"),
        default=has_annotation(item, f"{GROUP}/is-default-class"),
        secrets=tuple(sorted({secret for secret in secrets if secret})),
    )


def _snapshot(item: Tree) -> VolumeSnapshot | None:
    fields = object_fields(item)
    if fields is None:
        return None
    spec, status = item.at("spec"), item.at("status")
    return VolumeSnapshot(
        **fields,
        claim=spec.text("source", "persistentVolumeClaimName"),
        class_name=spec.text("volumeSnapshotClassName"),
        ready=status.flag("readyToUse"),
        taken_at=status.moment("creationTime"),
        size=status.words("restoreSize"),
        content=status.text("boundVolumeSnapshotContentName"),
    )
