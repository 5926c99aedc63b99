"""Lines of cron: `upe/cron/deadbeef`."""

from heirbook.inventory.relations.identity_kind import IdentityKind, Seen
from heirbook.inventory.service import CronTable

KIND = IdentityKind(source="server", facts=CronTable, prefix="cron/")


def find(facts: CronTable, name: str) -> Seen | None:
    """Return the line of that id."""
    for entry in facts.entries:
        if entry.id == name:
            return Seen(entry, "running")
    return None
