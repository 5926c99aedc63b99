"""What only a Raspberry Pi says of itself: power, heat, and the card it runs from."""

from typing import Annotated, ClassVar

from heirbook.inventory.record import VOLATILE, Facts, Observed


class ThermalZone(Observed):
    """A place whose temperature is measured; `cpu-thermal` is the processor."""

    name: str
    type: str | None = None
    temperature_millic: Annotated[int | None, VOLATILE] = None

    def identity(self) -> str:
        """Return the zone's name: `thermal_zone0`."""
        return self.name


class PiState(Facts):
    """Throttling flags, temperatures, the device of the root file system; `hw` has the model."""

    section: ClassVar[str] = "pi"
    flags: tuple[str, ...] = ()
    """`under-voltage`, `frequency-capped`, `throttled`, `soft-temperature-limit`: now; with
    `-occurred` behind it: since the last start."""
    flags_known: bool = False
    """The firmware was asked and answered: no flag is then good news."""
    root_device: str | None = None
    """`/dev/mmcblk0p2`."""
    root_on_card: bool | None = None
    """The root file system lies on an SD card, which wears out."""
    zones: tuple[ThermalZone, ...] = ()
