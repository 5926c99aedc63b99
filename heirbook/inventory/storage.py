"""Disks, mounts and how full they are."""

from typing import Annotated, ClassVar

from heirbook.inventory.record import VOLATILE, Facts, Observed


class Disk(Observed):
    """A block device: a disk, a part of one, a mapped volume."""

    name: str
    kind: str | None = None
    """`disk`, `part`, `lvm`, `crypt`, `rom`."""
    size_bytes: int | None = None
    file_system: str | None = None
    mount_point: str | None = None
    model: str | None = None
    rotational: bool | None = None
    read_only: bool | None = None
    transport: str | None = None
    """`sata`, `nvme`, `usb`."""
    parent: str | None = None

    def identity(self) -> str:
        """Return the device's name below that of its parent."""
        return f"{self.parent}/{self.name}" if self.parent else self.name


class Disks(Facts):
    """Block devices."""

    section: ClassVar[str] = "lsblk"
    disks: tuple[Disk, ...] = ()


class Mount(Observed):
    """A mounted file system; network file systems are listed, never asked for their size."""

    source: str
    target: str
    type: str
    read_only: bool = False

    def identity(self) -> str:
        """Return where it is mounted, and what."""
        return f"{self.target} {self.source}"


class Mounts(Facts):
    """Mounts without the kernel's pseudo file systems."""

    section: ClassVar[str] = "mounts"
    mounts: tuple[Mount, ...] = ()


class FileSystemUse(Observed):
    """Size of a local file system; use, free space and inodes are readings."""

    target: str
    size_kib: int | None = None
    inodes: int | None = None
    used_kib: Annotated[int | None, VOLATILE] = None
    free_kib: Annotated[int | None, VOLATILE] = None
    inodes_free: Annotated[int | None, VOLATILE] = None

    def identity(self) -> str:
        """Return where it is mounted."""
        return self.target


class FileSystems(Facts):
    """Local file systems with their sizes."""

    section: ClassVar[str] = "df"
    file_systems: tuple[FileSystemUse, ...] = ()
