"""Units of systemd: `upe/unit/nginx.service`."""

from heirbook.inventory.relations.identity_kind import IdentityKind, Seen
from heirbook.inventory.relations.liveness import is_active, is_failed
from heirbook.inventory.service import Units

KIND = IdentityKind(source="server", facts=Units, prefix="unit/")


def find(facts: Units, name: str) -> Seen | None:
    """Return the unit of that name."""
    for unit in facts.units:
        if unit.id == name:
            return Seen(
                unit, "failed" if is_failed(unit) else "running" if is_active(unit) else "stopped"
            )
    return None
