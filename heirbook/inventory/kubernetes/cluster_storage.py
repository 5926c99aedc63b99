"""Storage of a cluster: claims, volumes, classes, drivers and snapshots of volumes."""

from typing import ClassVar

from heirbook.inventory.kubernetes.cluster_object import ClusterObject
from heirbook.inventory.record import Facts, Utc


class Claim(ClusterObject):
    """A PersistentVolumeClaim: what a workload asked for."""

    storage_class: str | None = None
    """An empty text asks for no class at all; None for the cluster's default."""
    wanted: str | None = None
    """`20Gi`."""
    size: str | None = None
    """What it got."""
    modes: tuple[str, ...] = ()
    volume: str | None = None
    """Name of the PersistentVolume."""
    volume_mode: str | None = None
    phase: str | None = None
    """`Bound`, `Pending`, `Lost`."""


class Claims(Facts):
    """Claims of a cluster."""

    section: ClassVar[str] = "pvc"
    claims: tuple[Claim, ...] = ()


class PersistentVolume(ClusterObject):
    """A volume, and where its data really is."""

    storage_class: str | None = None
    size: str | None = None
    modes: tuple[str, ...] = ()
    reclaim_policy: str | None = None
    """`Delete`: the data go when the claim goes."""
    phase: str | None = None
    """`Bound`, `Released`, `Available`, `Failed`."""
    claim: str | None = None
    """`namespace/name`."""
    medium: str | None = None
    """`nfs`, `hostPath`, `local`, `csi`, or the name of another kind of source."""
    nfs_server: str | None = None
    path: str | None = None
    """Of NFS, hostPath and local."""
    driver: str | None = None
    """Of CSI."""
    mount_options: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    """Where its data can be reached; none: nothing was said."""
    secrets: tuple[str, ...] = ()
    """`namespace/name` of Secrets that its driver needs."""


class VolumeAttachment(ClusterObject):
    """A volume that is attached to a node now."""

    volume: str | None = None
    node: str | None = None
    driver: str | None = None
    attached: bool | None = None


class Volumes(Facts):
    """Volumes and where they are attached."""

    section: ClassVar[str] = "pv"
    volumes: tuple[PersistentVolume, ...] = ()
    attachments: tuple[VolumeAttachment, ...] = ()


class StorageClass(ClusterObject):
    """A class of storage."""

    provisioner: str | None = None
    reclaim_policy: str | None = None
    binding_mode: str | None = None
    expandable: bool = False
    default: bool = False
    mount_options: tuple[str, ...] = ()


class StorageClasses(Facts):
    """Classes of storage."""

    section: ClassVar[str] = "storageclasses"
    classes: tuple[StorageClass, ...] = ()


class CsiDriver(ClusterObject):
    """A storage driver."""

    attach_required: bool | None = None
    modes: tuple[str, ...] = ()
    """`Persistent`, `Ephemeral`."""


class CsiDrivers(Facts):
    """Storage drivers."""

    section: ClassVar[str] = "csidrivers"
    drivers: tuple[CsiDriver, ...] = ()


class VolumeSnapshot(ClusterObject):
    """A snapshot of a claim."""

    claim: str | None = None
    """Name of the claim, in its own namespace."""
    class_name: str | None = None
    ready: bool | None = None
    taken_at: Utc | None = None
    size: str | None = None
    content: str | None = None


class VolumeSnapshotClass(ClusterObject):
    """A class of snapshots."""

    driver: str | None = None
    deletion_policy: str | None = None
    default: bool = False
    secrets: tuple[str, ...] = ()
    """`namespace/name` of Secrets that its driver needs."""


class VolumeSnapshots(Facts):
    """Snapshots of volumes."""

    section: ClassVar[str] = "snapshots"
    classes: tuple[VolumeSnapshotClass, ...] = ()
    snapshots: tuple[VolumeSnapshot, ...] = ()
