"""What a server is, in one table."""

from dataclasses import dataclass
from typing import TypeVar

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.cut import Cut, cut
from heirbook.handbook.views.numbers import Number, reading
from heirbook.inventory.record import Facts
from heirbook.inventory.server import (
    Hardware,
    Kernel,
    Meta,
    PackageState,
    PendingPackage,
    Reboot,
    TimeSync,
)
from heirbook.inventory.snapshot import Source

F = TypeVar("F", bound=Facts)
MOST_NAMES = 10
DAY_S = 86_400


@dataclass(frozen=True)
class Summary:
    """The short facts of a server; None is "not known"."""

    kernel: str | None
    hostname: str | None
    machine: str | None
    virtual: str | None
    """The kind of virtual machine; None on real hardware."""
    cpus: int | None
    memory_kib: int | None
    restart_due: bool | None
    restart_because: Cut[str]
    uptime: Number | None
    """In days."""
    in_step: bool | None
    clock_source: str | None
    security: Cut[str] | None
    updates_itself: bool | None


def summary(book_input: BookInput, server: str) -> Summary:
    """Return the short facts of a server."""
    source = book_input.snapshot.server(server)
    hardware = _facts(source, Hardware)
    reboot = _facts(source, Reboot)
    time = _facts(source, TimeSync)
    packages = _facts(source, PackageState)
    return Summary(
        kernel=_facts(source, Kernel).release,
        hostname=_facts(source, Meta).hostname,
        machine=_machine(hardware),
        virtual=None if hardware.virtualisation == "none" else hardware.virtualisation,
        cpus=hardware.cpus,
        memory_kib=hardware.memory_kib,
        restart_due=reboot.required,
        restart_because=cut(reboot.packages, MOST_NAMES),
        uptime=_days(reading(book_input, server, "load::uptime_s")),
        in_step=time.synchronised,
        clock_source=time.source,
        security=_security(source, packages.pending_security),
        updates_itself=packages.automatic_updates,
    )


def _facts(source: Source | None, kind: type[F]) -> F:
    """Return the facts of a section; where there are none, those without any value."""
    return (source.facts(kind) if source else None) or kind()


def _machine(hardware: Hardware) -> str | None:
    named = " ".join(part for part in (hardware.vendor, hardware.product) if part)
    return hardware.model or named or hardware.board


def _days(seconds: Number | None) -> Number | None:
    return Number(seconds.value // DAY_S, seconds.read_at) if seconds else None


def _security(source: Source | None, pending: tuple[PendingPackage, ...]) -> Cut[str] | None:
    """Return the packages that wait; None where the newest try could not tell."""
    state = source.section(PackageState) if source else None
    if state is None or state.facts is None or state.state not in ("ok", "partial"):
        return None
    return cut((package.name for package in pending), MOST_NAMES)
