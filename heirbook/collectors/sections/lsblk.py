"""Disks, their parts and the file systems on them."""

import re
from collections.abc import Iterator

from heirbook.collectors.readers.json_list import listed
from heirbook.collectors.readers.keyed_lines import whole_number
from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import Answer, Section
from heirbook.i18n import N_
from heirbook.inventory.record import Foreign
from heirbook.inventory.storage import Disk, Disks

SECTION = Section(
    title=N_("Disks"),
    command="lsblk -J -b -o NAME,TYPE,SIZE,FSTYPE,MOUNTPOINT,MODEL,ROTA,RO,TRAN",
    needs=("lsblk",),
    order=10,
    # One unknown column fails the whole call, hence the second list; loop devices come and go.
    script=r"""
lsblk_json(){ run "$L" lsblk -J -b -e 7 -o "NAME,TYPE,SIZE,FSTYPE,MOUNTPOINT$1" 2>/dev/null; }
if o=$(lsblk_json ,MODEL,ROTA,RO,TRAN) || o=$(lsblk_json); then sec lsblk.json printf '%s\n' "$o"
elif [ -r /proc/partitions ]; then sec lsblk.proc cat /proc/partitions
else skip lsblk no_tool; fi
""",
)

_MAKESHIFT = re.compile(r"(loop|ram|zram)\d+")
_KIB = 1024


class _Device(Foreign):
    name: str
    type: str | None = None
    size: int | None = None
    fstype: str | None = None
    mountpoint: str | None = None
    model: str | None = None
    rota: bool | None = None
    ro: bool | None = None
    tran: str | None = None
    children: tuple["_Device", ...] = ()


def parse(answer: Answer) -> Disks:
    """Return the block devices, from `lsblk` or from the kernel's own list.

    Raises:
        ParseError: at what is no device; the others are in it.
    """
    if "json" in answer.parts:
        lines = Lines(answer.part("json"))
        devices = listed(lines, _Device, "blockdevices")
        found = (disk for device in devices for disk in _flat(device, None))
        return lines.whole(Disks(disks=_unique(found)))
    lines = Lines(answer.part("proc"))
    return lines.whole(Disks(disks=_unique(partitions(lines))))


def partitions(lines: Lines) -> Iterator[Disk]:
    """Yield the devices of `/proc/partitions`, which knows names and sizes only.

    Sample: ` 254        0  268435456 vda`.

    Source: proc_partitions(5), busybox 1.35 without lsblk.
    """
    for line in lines:
        match line.split():
            case ["major", *_]:
                continue
            case [_, _, blocks, name] if (size := whole_number(blocks)) is not None:
                yield Disk(name=name, size_bytes=size * _KIB)
            case _:
                lines.refuse()


def _flat(device: _Device, parent: str | None) -> Iterator[Disk]:
    """Yield a device and what lies on it; a volume over two disks appears below each."""
    yield Disk(
        name=device.name,
        kind=device.type,
        size_bytes=device.size,
        file_system=device.fstype,
        mount_point=device.mountpoint,
        model=device.model.strip() or None if device.model else None,
        rotational=device.rota,
        read_only=device.ro,
        transport=device.tran,
        parent=parent,
    )
    for child in device.children:
        yield from _flat(child, device.name)


def _unique(disks: Iterator[Disk]) -> tuple[Disk, ...]:
    found = {disk.identity(): disk for disk in disks if not _MAKESHIFT.fullmatch(disk.name)}
    return tuple(found[key] for key in sorted(found))
