"""What systemd's words mean for whether a unit runs."""

from heirbook.inventory.service import Unit


def is_failed(unit: Unit) -> bool:
    """Return whether systemd gave the unit up."""
    return unit.active_state == "failed"


def is_active(unit: Unit) -> bool:
    """Return whether the unit runs, or is about to."""
    return unit.active_state in ("active", "activating", "reloading")
