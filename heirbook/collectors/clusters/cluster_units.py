"""The resource units: found by their folder, in the order in which they are asked."""

from heirbook.collectors.resource import RESOURCES, Resource
from heirbook.discovery import Unit, units

CREDENTIAL = "credential"
CONFIGMAPS = "configmaps"
SECRET_NAMES = "secret-names"  # noqa: S105  the id of a section
OPT_IN_SECTIONS = (CONFIGMAPS, SECRET_NAMES)
VERSION = "version"


def all_resources() -> tuple[Unit[Resource], ...]:
    """Return every resource unit in the order in which a cluster is asked."""
    found = units(RESOURCES, "RESOURCE", Resource)
    return tuple(sorted(found, key=lambda unit: (unit.value.order, unit.id)))
