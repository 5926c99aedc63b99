"""What runs on a server, what starts by itself, and what would not come back."""

from dataclasses import dataclass, field

from heirbook.handbook.views.cut import Cut, cut
from heirbook.inventory.container import Container, Containers
from heirbook.inventory.network import Listener, Sockets
from heirbook.inventory.relations.liveness import is_active, is_failed
from heirbook.inventory.service import Unit, Units

MOST_UNITS = 60
MOST_PORTS = 60
MOST_CONTAINERS = 60
MOST_NAMES = 10
_STARTS = frozenset({"enabled", "enabled-runtime", "generated", "alias"})
_NO_RESTART = frozenset({"", "no"})
_LOOPBACK = ("127.", "::1", "[::1]")
_OWN = ("systemd-", "user@", "getty@", "serial-getty@", "user-runtime-dir@", "modprobe@")


@dataclass(frozen=True)
class UnitTable:
    """The units that a page shows, failed ones first, and how many it only counts."""

    rows: Cut[Unit] = field(default_factory=Cut)
    of_system: int = 0
    """Parts of systemd itself that are well."""
    resting: int = 0
    """Those that neither run nor start by themselves."""


def unit_table(facts: Units | None) -> UnitTable:
    """Return the units of a server as a bounded table."""
    units = facts.units if facts else ()
    failed = [unit for unit in units if is_failed(unit)]
    awake = [unit for unit in units if not is_failed(unit) and (is_active(unit) or starts(unit))]
    own = [unit for unit in awake if unit.id.startswith(_OWN)]
    others = [unit for unit in awake if not unit.id.startswith(_OWN)]
    return UnitTable(
        rows=cut((*failed, *others), MOST_UNITS),
        of_system=len(own),
        resting=len(units) - len(failed) - len(awake),
    )


def starts(unit: Unit) -> bool:
    """Return whether the unit is set to start when the server does."""
    return unit.enabled in _STARTS


def not_coming_back(units: Units | None, containers: Containers | None) -> Cut[str]:
    """Return what runs now and would not after a restart of the server, by identity.

    A static unit is started by another one, so nothing can be said of it here.
    """
    lost = [
        unit.id
        for unit in (units.units if units else ())
        if is_active(unit) and unit.enabled == "disabled"
    ]
    stopped = [
        container.identity()
        for container in (containers.containers if containers else ())
        if container.state == "running" and (container.restart_policy or "") in _NO_RESTART
        if container.restart_policy is not None
    ]
    return cut((*sorted(lost), *sorted(stopped)), MOST_NAMES)


@dataclass(frozen=True)
class PortTable:
    """The ports that others can reach, and how many only the server itself can."""

    reachable: Cut[Listener] = field(default_factory=Cut)
    own: int = 0


def port_table(facts: Sockets | None) -> PortTable:
    """Return the listening sockets of a server as a bounded table."""
    listeners = facts.listeners if facts else ()
    reachable = [one for one in listeners if not one.address.startswith(_LOOPBACK)]
    return PortTable(cut(reachable, MOST_PORTS), len(listeners) - len(reachable))


def container_rows(facts: Containers | None) -> Cut[Container]:
    """Return the containers of a server, those that do not run first."""
    found = facts.containers if facts else ()
    order = sorted(found, key=lambda one: (one.state == "running", one.sort_key()))
    return cut(order, MOST_CONTAINERS)
