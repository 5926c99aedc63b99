"""Everything that the page of one server shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.known import UNKNOWN_PAGE, section_anchor, source_anchor
from heirbook.handbook.phrases import LOGINS, RESTARTS, STARTS, STATES
from heirbook.handbook.views.aged import Aged, aged, source_of
from heirbook.handbook.views.changes import news
from heirbook.handbook.views.cut import Cut, cut
from heirbook.handbook.views.machine import machine_context
from heirbook.handbook.views.numbers import FileSystemRow, file_system_rows
from heirbook.handbook.views.outage import outage
from heirbook.handbook.views.overview import overview
from heirbook.handbook.views.projects import projects_context
from heirbook.handbook.views.rows import (
    MOST_ROWS,
    CronRows,
    DiskRow,
    NoteLine,
    cron_rows,
    note_lines,
    own_disks,
    own_interfaces,
    sshd_lines,
    sudo_rules,
)
from heirbook.handbook.views.running import (
    PortTable,
    UnitTable,
    container_rows,
    not_coming_back,
    port_table,
    unit_table,
)
from heirbook.handbook.views.scripts import scripts_context
from heirbook.handbook.views.summary import summary
from heirbook.handbook.views.trends import OUTLOOKS, trends
from heirbook.handbook.views.ways_in import ways_in_context
from heirbook.inventory.access import (
    Accounts,
    AuthorisedKeys,
    HostKeys,
    SshdSettings,
    SudoRule,
    SudoRules,
)
from heirbook.inventory.age import last_seen
from heirbook.inventory.certificate import Certificates
from heirbook.inventory.container import Container, Containers
from heirbook.inventory.network import Interface, Interfaces, Resolver, Routes, Sockets
from heirbook.inventory.record import Facts, ServerName
from heirbook.inventory.relations.dependencies import Dependencies
from heirbook.inventory.relations.key_holders import KeyRow, holders, key_rows
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.server import (
    Hardware,
    Kernel,
    Meta,
    Notes,
    Os,
    PackageState,
    Reboot,
    TimeSync,
)
from heirbook.inventory.service import CronTable, InitServices, Timers, Units
from heirbook.inventory.snapshot import Source
from heirbook.inventory.storage import Disks, FileSystems

SECTIONS: Mapping[str, type[Facts]] = {
    "meta": Meta,
    "os": Os,
    "kernel": Kernel,
    "hardware": Hardware,
    "reboot": Reboot,
    "time": TimeSync,
    "packages": PackageState,
    "disks": Disks,
    "file_systems": FileSystems,
    "units": Units,
    "init": InitServices,
    "timers": Timers,
    "cron": CronTable,
    "containers": Containers,
    "sockets": Sockets,
    "interfaces": Interfaces,
    "routes": Routes,
    "resolver": Resolver,
    "accounts": Accounts,
    "sudo": SudoRules,
    "keys": AuthorisedKeys,
    "host_keys": HostKeys,
    "sshd": SshdSettings,
    "certificates": Certificates,
    "notes": Notes,
}

WORDS = {"states": STATES, "logins": LOGINS, "starts": STARTS, "restarts": RESTARTS}
"""What pages call the words of systems."""

WORDS = {"states": STATES, "logins": LOGINS, "starts": STARTS, "restarts": RESTARTS}
"""Catalogue texts that the templates look up by a fact's own word."""


@dataclass(frozen=True)
class Unread:
    """A section that the newest run could not read whole."""

    server: str
    section: str
    state: SectionState[Facts]

    @property
    def target(self) -> str:
        """Return where unknown.md speaks of it."""
        if self.state.state == "unreachable":
            return f"{UNKNOWN_PAGE}#{source_anchor(self.server)}"
        return f"{UNKNOWN_PAGE}#{section_anchor(self.server, self.section)}"


def was_read(source: Source | None) -> bool:
    """Return whether the newest run got an answer; single sections may still be lacking."""
    return source is not None and source.state in ("ok", "partial")


def facts_seen_at(book_input: BookInput, name: str) -> datetime | None:
    """Return when any facts of a source were last seen; None when nothing is known of it."""
    source = source_of(book_input, name)
    return last_seen(source, book_input.readings.lines.get(source.id, ())) if source else None


def unread(book_input: BookInput, server: str) -> tuple[Unread, ...]:
    """Return the sections of a source that the newest run could not read whole, by id."""
    source = source_of(book_input, server)
    sections = source.sections if source else {}
    return tuple(
        Unread(server, name, sections[name])
        for name in sorted(sections)
        if sections[name].state != "ok"
    )


def server_context(book_input: BookInput, needs: Dependencies, name: str) -> dict[str, object]:
    """Return what the template of a server's page is filled with."""
    source = book_input.snapshot.server(name)
    views: dict[str, Aged[Facts]] = {
        key: aged(book_input, name, kind) for key, kind in SECTIONS.items()
    }
    return {
        **views,
        **machine_context(book_input, name),
        **scripts_context(book_input, name),
        **projects_context(book_input, name),
        **ways_in_context(book_input, name),
        "server": overview(book_input, name),
        "source": source,
        "was_read": was_read(source),
        "facts_seen_at": facts_seen_at(book_input, name),
        "connection": book_input.connections.get(ServerName(name)),
        "summary": summary(book_input, name),
        "site": _site(book_input, name),
        "account": _account(book_input, name),
        **WORDS,
        "source_target": f"{UNKNOWN_PAGE}#{source_anchor(name)}",
        "unread": unread(book_input, name),
        "outage": outage(book_input.fleet, needs, "server", name),
        "tables": _tables(book_input, name),
        **_past(book_input, name),
    }


def _past(book_input: BookInput, name: str) -> dict[str, object]:
    """Return what the page tells of the time before the newest look."""
    return {
        "trends": trends(book_input, name),
        "outlooks": OUTLOOKS,
        "news": news(book_input, "source", f"server/{name}"),
    }


@dataclass(frozen=True)
class Tables:
    """The tables that are more than a section's own list."""

    file_systems: tuple[FileSystemRow, ...]
    disks: Cut[DiskRow]
    units: UnitTable
    containers: Cut[Container]
    lost_at_restart: Cut[str]
    ports: PortTable
    cron: CronRows
    interfaces: Cut[Interface]
    sudo: Cut[SudoRule]
    sshd: Cut[str]
    keys: Cut[KeyRow]
    notes: Cut[NoteLine]


def _tables(book_input: BookInput, name: str) -> Tables | None:
    source = book_input.snapshot.server(name)
    if source is None:
        return None
    units, containers = source.facts(Units), source.facts(Containers)
    return Tables(
        file_systems=file_system_rows(book_input, name, source.facts(FileSystems)),
        disks=own_disks(source.facts(Disks)),
        units=unit_table(units),
        containers=container_rows(containers),
        lost_at_restart=not_coming_back(units, containers),
        ports=port_table(source.facts(Sockets)),
        cron=cron_rows(source.facts(CronTable)),
        interfaces=own_interfaces(source.facts(Interfaces)),
        sudo=sudo_rules(source.facts(SudoRules)),
        sshd=sshd_lines(source.facts(SshdSettings)),
        keys=cut(key_rows(name, source, holders(book_input.people)), MOST_ROWS),
        notes=note_lines(source.facts(Notes)),
    )


def _site(book_input: BookInput, server: str) -> str | None:
    site = book_input.fleet.servers[server].site
    declared = book_input.fleet.sites.get(site) if site else None
    return (declared.title if declared else None) or site


def _account(book_input: BookInput, server: str) -> str | None:
    account = book_input.fleet.servers[server].account
    declared = book_input.fleet.accounts.get(account) if account else None
    return declared.title if declared else account
