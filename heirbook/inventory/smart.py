"""The health that disks report about themselves."""

from typing import Annotated, ClassVar

from heirbook.inventory.record import VOLATILE, Facts, Observed

WARNINGS = (
    "command-failed",
    "failing",
    "below-threshold",
    "was-below-threshold",
    "errors-logged",
    "self-test-errors",
)
"""Bits 2 to 7 of the exit status, by name: bits 0 and 1 mean that nothing could be read."""


class DiskHealth(Observed):
    """What a disk says of itself; serial numbers are not kept."""

    device: str
    """`/dev/sda`."""
    model: str | None = None
    firmware: str | None = None
    protocol: str | None = None
    """`ATA`, `SCSI`, `NVMe`."""
    passed: bool | None = None
    """The disk's own verdict; None where it gives none."""
    warnings: tuple[str, ...] = ()
    """What the exit status of smartctl says: words of `WARNINGS`."""
    failing_attributes: tuple[str, ...] = ()
    """Attributes at or below their threshold now: `Reallocated_Sector_Ct`."""
    temperature_c: Annotated[int | None, VOLATILE] = None
    power_on_hours: Annotated[int | None, VOLATILE] = None
    reallocated_sectors: Annotated[int | None, VOLATILE] = None
    pending_sectors: Annotated[int | None, VOLATILE] = None
    uncorrectable_sectors: Annotated[int | None, VOLATILE] = None
    media_errors: Annotated[int | None, VOLATILE] = None
    """NVMe: reads and writes that could not be mended."""
    used_percent: Annotated[int | None, VOLATILE] = None
    """Share of an SSD's planned life that is used up; may exceed 100."""
    spare_percent: Annotated[int | None, VOLATILE] = None

    def identity(self) -> str:
        """Return the device's path."""
        return self.device

    @property
    def is_failing(self) -> bool:
        """Return whether the disk itself, or a value below its threshold, says it is failing."""
        told = {"failing", "below-threshold"} & set(self.warnings)
        return self.passed is False or bool(told or self.failing_attributes)


class Smart(Facts):
    """Disks that report on their health, and those that were left asleep."""

    section: ClassVar[str] = "smart"
    disks: tuple[DiskHealth, ...] = ()
    asleep: Annotated[str | None, VOLATILE] = None
    """Devices that were not woken, `/dev/sdb /dev/sdc`; what was known of them stays."""
