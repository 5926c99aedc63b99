"""Health of disks, state of a Pi, firewalls and Kubernetes node, for the page of a server."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.aged import Aged, aged
from heirbook.handbook.views.cut import Cut, cut
from heirbook.handbook.views.numbers import Number, reading
from heirbook.handbook.views.rows import MOST_ROWS
from heirbook.i18n import N_
from heirbook.inventory.firewall import Firewall, FirewallRule, FirewallTool
from heirbook.inventory.node import NodeState
from heirbook.inventory.node_images import NodeImages
from heirbook.inventory.raspberry_pi import PiState
from heirbook.inventory.smart import DiskHealth, Smart

_MILLI = 1000
DISK_WARNINGS = {
    "failing": N_("the disk says that it will fail soon"),
    "below-threshold": N_("a value is below its threshold"),
    "was-below-threshold": N_("a value was below its threshold once"),
    "errors-logged": N_("its log holds errors"),
    "self-test-errors": N_("a test of itself failed"),
}
PI_FLAGS = {
    "under-voltage": N_("too little voltage now"),
    "frequency-capped": N_("slowed down now"),
    "throttled": N_("throttled now"),
    "soft-temperature-limit": N_("too warm now"),
    "under-voltage-occurred": N_("too little voltage since the last start"),
    "frequency-capped-occurred": N_("slowed down since the last start"),
    "throttled-occurred": N_("throttled since the last start"),
    "soft-temperature-limit-occurred": N_("too warm since the last start"),
}
FIREWALL_ACTIONS = {
    "allow": N_("let in"),
    "accept": N_("let in"),
    "limit": N_("let in, but not too often"),
    "deny": N_("kept out"),
    "drop": N_("kept out"),
    "reject": N_("turned away"),
    "return": N_("left to the other rules"),
}
_CHAINS_SHOWN = ("input", "docker-user")


@dataclass(frozen=True)
class DiskHealthRow:
    """A disk with the newest numbers it gave."""

    disk: DiskHealth
    warnings: tuple[str, ...]
    """Catalogue texts."""
    numbers: tuple[tuple[str, int], ...]
    """Catalogue text with `{count}`, and the number."""
    read_at: datetime | None


_DISK_NUMBERS = {
    "reallocated_sectors": N_("sectors replaced: {count}"),
    "pending_sectors": N_("sectors that cannot be read: {count}"),
    "uncorrectable_sectors": N_("sectors lost: {count}"),
    "media_errors": N_("errors on the medium: {count}"),
    "used_percent": N_("used up: {count} %"),
    "spare_percent": N_("spare left: {count} %"),
    "temperature_c": N_("temperature: {count} °C"),
    "power_on_hours": N_("hours in use: {count}"),
}


@dataclass(frozen=True)
class FirewallRow:
    """A rule, and the tool it belongs to."""

    tool: str
    rule: FirewallRule
    action: str
    """Catalogue text."""


@dataclass(frozen=True)
class Machine:
    """What the blocks show besides the facts themselves."""

    disks: Cut[DiskHealthRow]
    flags: tuple[str, ...]
    """Catalogue texts."""
    temperature_c: Number | None
    firewalls: Cut[FirewallTool]
    firewall_rows: Cut[FirewallRow]
    newest_snapshot_at: datetime | None
    image_count: int
    image_architectures: tuple[str, ...]


def machine_context(book_input: BookInput, server: str) -> dict[str, object]:
    """Return what the blocks of a server's page are filled with: sections, and `machine`."""
    smart, pi = aged(book_input, server, Smart), aged(book_input, server, PiState)
    firewall = aged(book_input, server, Firewall)
    node, images = aged(book_input, server, NodeState), aged(book_input, server, NodeImages)
    return {
        "smart": smart,
        "pi": pi,
        "firewall": firewall,
        "node": node,
        "node_images": images,
        "machine": Machine(
            disks=cut(_disk_rows(book_input, server, smart), MOST_ROWS),
            flags=tuple(PI_FLAGS[flag] for flag in _flags(pi) if flag in PI_FLAGS),
            temperature_c=_temperature(book_input, server, pi),
            firewalls=cut(firewall.facts.tools if firewall.facts else (), MOST_ROWS),
            firewall_rows=cut(_firewall_rows(firewall), MOST_ROWS),
            newest_snapshot_at=_newest_snapshot(book_input, server, node),
            image_count=len(images.facts.images) if images.facts else 0,
            image_architectures=_architectures(images),
        ),
    }


def _disk_rows(book_input: BookInput, server: str, smart: Aged[Smart]) -> Iterator[DiskHealthRow]:
    """Yield the disks, those that are failing first."""
    disks = smart.facts.disks if smart.facts else ()
    for disk in sorted(disks, key=lambda one: (not one.is_failing, one.device)):
        found = {
            text: number
            for field, text in _DISK_NUMBERS.items()
            if (number := reading(book_input, server, f"smart:{disk.identity()}:{field}"))
        }
        yield DiskHealthRow(
            disk,
            tuple(DISK_WARNINGS[one] for one in disk.warnings if one in DISK_WARNINGS),
            tuple((text, number.value) for text, number in found.items()),
            max((number.read_at for number in found.values()), default=None),
        )


def _flags(pi: Aged[PiState]) -> tuple[str, ...]:
    return pi.facts.flags if pi.facts else ()


def _temperature(book_input: BookInput, server: str, pi: Aged[PiState]) -> Number | None:
    """Return the highest temperature of the newest readings."""
    found = [
        Number(number.value // _MILLI, number.read_at)
        for zone in (pi.facts.zones if pi.facts else ())
        if (number := reading(book_input, server, f"pi:{zone.name}:temperature_millic"))
    ]
    return max(found, key=lambda one: one.value, default=None)


def _firewall_rows(firewall: Aged[Firewall]) -> Iterator[FirewallRow]:
    """Yield the rules about what comes in; a jump to another chain is none of them."""
    for tool in firewall.facts.tools if firewall.facts else ():
        for rule in tool.rules:
            if rule.chain in _CHAINS_SHOWN and rule.action in FIREWALL_ACTIONS:
                yield FirewallRow(tool.identity(), rule, FIREWALL_ACTIONS[rule.action])


def _newest_snapshot(book_input: BookInput, server: str, node: Aged[NodeState]) -> datetime | None:
    if not node.facts or not node.facts.snapshots:
        return None
    found = book_input.readings.last(f"server/{server}", "k8s:1:taken_at")
    try:
        return datetime.fromisoformat(str(found[0])) if found else None
    except ValueError:
        return None


def _architectures(images: Aged[NodeImages]) -> tuple[str, ...]:
    found = images.facts.images if images.facts else ()
    return tuple(sorted({one.architecture for one in found if one.architecture}))
