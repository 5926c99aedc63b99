"""What a run asks of each server: the sections that are due, over which transport."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from heirbook.collectors.script import Become
from heirbook.collectors.section import Section
from heirbook.collectors.transport import Transport
from heirbook.discovery import Unit, units
from heirbook.errors import Problem, UsageError, WorkspaceError
from heirbook.inventory.loading import Declared
from heirbook.inventory.names import did_you_mean
from heirbook.inventory.readings import Reading, Readings
from heirbook.inventory.record import SourceId
from heirbook.inventory.ssh_settings import SectionSettings
from heirbook.workspace import SSH

MakeTransport = Callable[[str], Transport]


@dataclass(frozen=True)
class ServerPlan:
    """One server to ask: which sections, how, and for how long."""

    source: SourceId
    transport: Transport
    sections: tuple[Unit[Section], ...]
    budget_s: float
    become: Become = "auto"
    settings: tuple[str, ...] = ()
    """Lines of data for the section `settings`."""


@dataclass(frozen=True)
class Wanted:
    """What `--only` names: sources, each with the sections named behind a colon (none = all)."""

    sections: Mapping[SourceId, frozenset[str]]


def all_sections() -> tuple[Unit[Section], ...]:
    """Return every host section in the order in which the script runs them."""
    found = units("heirbook.collectors.sections", "SECTION", Section)
    return tuple(sorted(found, key=lambda unit: (unit.value.order, unit.id)))


def enabled_sources(declared: Declared) -> tuple[SourceId, ...]:
    """Return the sources that are asked, sorted: declared servers that are not switched off."""
    servers = (name for name in declared.fleet.servers if declared.ssh.for_server(name).enabled)
    return tuple(SourceId(f"server/{name}") for name in sorted(servers))


def wanted(only: Sequence[str], declared: Declared) -> Wanted:
    """Return what `--only server`, `server/upe` or `server/upe:packages` names; nothing = all.

    Raises:
        UsageError: when a source or a section of that name does not exist, with the nearest one.
    """
    sources = enabled_sources(declared)
    if not only:
        return Wanted(dict.fromkeys(sources, frozenset[str]()))
    named: dict[SourceId, frozenset[str]] = {}
    for text in only:
        source, _, section = text.partition(":")
        found = sources if source == "server" else (SourceId(source),)
        if section:
            _check(section, [unit.id for unit in all_sections()], "section")
        if source != "server":
            _check_switches(source, section, declared)
            _check(source, sources, "source")
        for one in found:
            more = frozenset({section}) if section else frozenset[str]()
            named[one] = named.get(one, frozenset()) | more
    return Wanted(named)


def _check_switches(source: str, section: str, declared: Declared) -> None:
    """Refuse to ask what `ssh.yml` says is not to be asked."""
    name = source.removeprefix("server/")
    if name == source or name not in declared.fleet.servers:
        return
    settings = declared.ssh.for_server(name)
    if not settings.enabled:
        raise UsageError(f"server '{name}' is switched off", f"remove 'enabled: false' in {SSH}")
    if section in settings.sections.skip:
        message = f"section '{section}' of server '{name}' is switched off"
        raise UsageError(message, f"take it out of 'skip' in {SSH}")


def _check(name: str, known: Sequence[str], what: str) -> None:
    if name in known:
        return
    raise UsageError(
        f"no {what} is called '{name}'{did_you_mean(name, known)}",
        hint=f"{what}s: {', '.join(known)}" if known else "name a server in inventory/fleet.yml",
    )


def plan(
    declared: Declared,
    chosen: Wanted,
    readings: Readings,
    now: datetime,
    make_transport: MakeTransport,
) -> tuple[ServerPlan, ...]:
    """Return one plan a server that has anything to ask, sorted by source."""
    plans = []
    refused: dict[str, WorkspaceError] = {}
    for source, named in sorted(chosen.sections.items()):
        name = source.partition("/")[2]
        settings = declared.ssh.for_server(name)
        try:
            transport = make_transport(name)
        except WorkspaceError as error:
            # one key serves many servers: its problem is said once
            refused.setdefault(error.message, error)
            continue
        lines = readings.lines.get(source, ())
        sections = tuple(
            unit
            for unit in all_sections()
            if unit.id not in settings.sections.skip
            and (_named(unit, named) if named else _due(unit, settings.sections, lines, now))
        )
        budget_s = settings.budget.total_seconds()
        plans.append(ServerPlan(source, transport, sections, budget_s, settings.become))
    if refused:
        raise _together(tuple(refused.values()))
    return tuple(plans)


def _together(refused: tuple[WorkspaceError, ...]) -> WorkspaceError:
    """Return one error for all servers whose key or way cannot be used."""
    if len(refused) == 1:
        return refused[0]
    problems = tuple(Problem(SSH, "", error.message) for error in refused)
    return WorkspaceError("servers cannot be asked", refused[0].hint, problems)


def _named(unit: Unit[Section], named: frozenset[str]) -> bool:
    """Return whether `--only` asks for it; `meta` says as whom, so it always goes along."""
    return unit.id in named or unit.id == "meta"


def _due(
    unit: Unit[Section], settings: SectionSettings, lines: Sequence[Reading], now: datetime
) -> bool:
    """Return whether the section's time has come: it was not read whole within its interval."""
    every = settings.every.get(unit.id, timedelta(seconds=unit.value.every_s))
    if not every:
        return True
    read = (line.at for line in reversed(lines) if line.sections.get(unit.id) == "ok")
    last = next(read, None)
    # a clock that went back must not put a section off for ever
    return last is None or not timedelta(0) <= now - last < every
