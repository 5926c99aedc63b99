"""Servers as sources: the sections that are due, over the declared transport."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from heirbook.collectors.frames import Frames, parse_frames
from heirbook.collectors.interpret import interpret_all
from heirbook.collectors.outcome import SourceRun, failed_source, observed_source
from heirbook.collectors.protocol import of_this_protocol
from heirbook.collectors.readers.setting_lines import settings_lines
from heirbook.collectors.recording import server_recording
from heirbook.collectors.run import Run
from heirbook.collectors.script import Become, assemble
from heirbook.collectors.section import Section
from heirbook.collectors.source_plan import Planning
from heirbook.collectors.transport import Completed, Transport, TransportFailure
from heirbook.discovery import Unit, units
from heirbook.errors import UsageError
from heirbook.inventory.loading import Declared
from heirbook.inventory.readings import Reading
from heirbook.inventory.record import SourceId
from heirbook.inventory.ssh_settings import SectionSettings
from heirbook.workspace import SSH


def all_sections() -> tuple[Unit[Section], ...]:
    """Return every host section in the order in which the script runs them."""
    found = units("heirbook.collectors.sections", "SECTION", Section)
    return tuple(sorted(found, key=lambda unit: (unit.value.order, unit.id)))


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
    deep: tuple[str, ...] = ()
    """What may ask further than the server itself: `borgmatic`, `restic`."""

    @property
    def asked(self) -> tuple[str, ...]:
        """Return the ids of the sections that are asked."""
        return tuple(unit.id for unit in self.sections)

    @property
    def transport_name(self) -> str:
        """Return how it is asked: `ssh`."""
        return self.transport.name

    def ask(self, run: Run, left_s: float) -> SourceRun:
        """Return what came of one round trip within its own budget and what is left."""
        nonce = secrets.token_hex(16)
        script = assemble(self.sections, self.settings, self.become, self.deep)
        begun_at = run.clock()
        answer = self.transport.run(script, nonce, min(self.budget_s, left_s))
        if isinstance(answer, TransportFailure):
            return self._failed(answer, begun_at)
        frames = parse_frames(answer.stdout, answer.stderr, nonce)
        if answer.cut == "deadline" and not frames.sections:
            # nothing but the noise of a login: the same as nothing
            silent = TransportFailure("deadline", "read", duration_s=answer.duration_s)
            return self._failed(silent, begun_at)
        done = self._completed(answer, frames, begun_at, run)
        if not run.keep_recordings:
            return done
        files = server_recording(self.source, answer.stdout, answer.stderr, nonce)
        return replace(done, recording=files)

    def _failed(self, failure: TransportFailure, at: datetime) -> SourceRun:
        source = failed_source(self.source, self.transport.name, self.asked, failure, at)
        return SourceRun(source, self.asked, round(failure.duration_s * 1000), failure)

    def _completed(self, answer: Completed, frames: Frames, at: datetime, run: Run) -> SourceRun:
        """Return the source as of `at`, the moment of asking; its clock is measured by it."""
        read = interpret_all(self.sections, frames, answer.cut, run.scrub, at)
        sections = of_this_protocol(read)
        source = observed_source(self.source, self.transport.name, sections, at, answer.cut)
        return SourceRun(source, self.asked, round(answer.duration_s * 1000), cut=answer.cut)


class ServerKind:
    """Declared servers, asked by one script each."""

    name = "server"

    def sections(self) -> tuple[str, ...]:
        """Return the ids of all host sections."""
        return tuple(unit.id for unit in all_sections())

    def sources(self, declared: Declared) -> tuple[SourceId, ...]:
        """Return the declared servers that are not switched off, sorted."""
        names = (name for name in declared.fleet.servers if declared.ssh.for_server(name).enabled)
        return tuple(SourceId(f"server/{name}") for name in sorted(names))

    def parallel(self, declared: Declared) -> int:
        """Return how many servers are asked at once."""
        return declared.ssh.parallel

    def check_switches(self, source: SourceId, section: str, declared: Declared) -> None:
        """Refuse to ask what `ssh.yml` says is not to be asked.

        Raises:
            UsageError: with the line that switches it off.
        """
        name = source.partition("/")[2]
        if name not in declared.fleet.servers:
            return
        settings = declared.ssh.for_server(name)
        if not settings.enabled:
            raise UsageError(
                f"server '{name}' is switched off", f"remove 'enabled: false' in {SSH}"
            )
        if section in settings.sections.skip:
            message = f"section '{section}' of server '{name}' is switched off"
            raise UsageError(message, f"take it out of 'skip' in {SSH}")

    def plan(
        self, source: SourceId, named: frozenset[str], planning: Planning
    ) -> ServerPlan | None:
        """Return how to ask a server; `meta` is always asked, so there is always a plan.

        Raises:
            WorkspaceError: when its key cannot be used.
        """
        name = source.partition("/")[2]
        settings = planning.declared.ssh.for_server(name)
        lines = planning.readings.lines.get(source, ())
        sections = tuple(
            unit
            for unit in all_sections()
            if unit.id not in settings.sections.skip
            and (
                _named(unit, named) if named else _due(unit, settings.sections, lines, planning.now)
            )
        )
        transport = planning.ways.make(name)
        return ServerPlan(
            source,
            transport,
            sections,
            budget_s=settings.budget.total_seconds(),
            become=settings.become,
            settings=settings_lines(planning.declared, name),
            deep=settings.sections.deep,
        )


def _named(unit: Unit[Section], named: frozenset[str]) -> bool:
    """Return whether `--only` asks for it; `meta` says as whom, so it always goes along."""
    return unit.id in named or unit.id == "meta"


def _due(
    unit: Unit[Section], settings: SectionSettings, lines: Sequence[Reading], now: datetime
) -> bool:
    """Return whether the section's time has come: it was not read whole within its interval."""
    every = settings.every.get(unit.id, timedelta(seconds=unit.value.every_s))
    return not every or is_due(unit.id, every, lines, now)


def is_due(section: str, every: timedelta, lines: Sequence[Reading], now: datetime) -> bool:
    """Return whether a section was not read whole within the interval before `now`."""
    read = (line.at for line in reversed(lines) if line.sections.get(section) == "ok")
    last = next(read, None)
    # a clock that went back must not put a section off for ever
    return last is None or not timedelta(0) <= now - last < every
