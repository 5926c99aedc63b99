"""Endpoints as one source: the targets that are due, each probe's answers as a section."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from pydantic import JsonValue

from heirbook.collectors.endpoints.endpoints_reach import HERE, named_places, reach_of, seen_before
from heirbook.collectors.endpoints.known_targets import KnownTargets
from heirbook.collectors.endpoints.probe import Aims, Probe, Result, Target
from heirbook.collectors.endpoints.probe_round import Asker, Job, asking, replaying, results
from heirbook.collectors.endpoints.probed_facts import after, section
from heirbook.collectors.endpoints.reach import Reach
from heirbook.collectors.outcome import SourceRun, failed_source, observed_source
from heirbook.collectors.run import Run, Scrub
from heirbook.collectors.source_plan import Planning
from heirbook.collectors.transport import TransportFailure
from heirbook.discovery import Unit, units
from heirbook.errors import WorkspaceError
from heirbook.inventory.json_loader import load_json
from heirbook.inventory.loading import Declared
from heirbook.inventory.probed import Probed
from heirbook.inventory.record import Facts, SourceId
from heirbook.inventory.section_state import SectionState
from heirbook.workspace import Workspace

BUDGET_S = 600.0


def all_probes() -> tuple[Unit[Probe], ...]:
    """Return every probe, sorted by id."""
    return units("heirbook.collectors.probes", "PROBE", Probe)


@dataclass(frozen=True)
class EndpointsPlan:
    """The endpoints to ask: targets that are due, and what is kept of those that are not."""

    jobs: tuple[Job, ...]
    kept: Mapping[str, tuple[Probed, ...]]
    """By section: targets whose time has not come."""
    known: KnownTargets
    reach: Reach
    recording: tuple[Workspace, str] | None = None
    source: SourceId = field(default=HERE, init=False)

    @property
    def asked(self) -> tuple[str, ...]:
        """Return the ids of the sections that are asked."""
        return tuple(sorted(self.kept))

    @property
    def transport_name(self) -> str:
        """Return `recorded` for a replay, else `probes`."""
        return "recorded" if self.recording else "probes"

    def ask(self, run: Run, left_s: float) -> SourceRun:
        """Return what came of a round over all targets that are due."""
        at, began = run.clock(), time.monotonic()
        ask = self._asker()
        if ask is None:
            failure = TransportFailure("tool", "start")
            failed = failed_source(self.source, self.transport_name, self.asked, failure, at)
            return SourceRun(failed, self.asked, 0, failure)
        found = {
            job: _scrubbed(result, run.scrub)
            for job, result in results(self.jobs, ask, min(BUDGET_S, left_s)).items()
        }
        sections = {name: self._section(name, found, at) for name in self.asked}
        source = observed_source(self.source, self.transport_name, sections, at)
        took_ms = round((time.monotonic() - began) * 1000)
        recording = {"endpoints.json": _recording(found)} if run.keep_recordings else None
        return SourceRun(source, self.asked, took_ms, recording=recording)

    def _asker(self) -> Asker | None:
        if self.recording is None:
            return asking(self.reach)
        workspace, file = self.recording
        try:
            recorded = load_json(workspace.root, file)
        except WorkspaceError:
            return None
        if not isinstance(recorded, dict):
            return None
        return replaying({name: of for name, of in recorded.items() if isinstance(of, dict)})

    def _section(self, name: str, found: Mapping[Job, Result], at: datetime) -> SectionState[Facts]:
        known, seen = self.known.targets(name), self.known.seen_at(name)
        tried = [
            after(known.get(job.target.id), job.parsed(result), at, seen)
            for job, result in found.items()
            if job.unit.id == name
        ]
        return section(name, (*tried, *self.kept[name]))


def _scrubbed(result: Result, scrub: Scrub) -> Result:
    return result.model_copy(update={"answer": _clean(dict(result.answer), scrub)})


def _clean(value: JsonValue, scrub: Scrub) -> JsonValue:
    """Return the value with every text in it scrubbed, keys too."""
    match value:
        case str():
            return scrub(value)
        case list():
            return [_clean(one, scrub) for one in value]
        case dict():
            return {scrub(key): _clean(one, scrub) for key, one in value.items()}
        case _:
            return value


def _recording(found: Mapping[Job, Result]) -> str:
    """Return probe → target → what its `parse` takes, as JSON."""
    document: dict[str, dict[str, JsonValue]] = {}
    for job, result in found.items():
        document.setdefault(job.unit.id, {})[job.target.id] = result.model_dump(mode="json")
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def named_probes() -> frozenset[str]:
    """Return the ids of the probes that endpoints ask for under `facts:`."""
    return frozenset(unit.id for unit in all_probes() if unit.value.by_request)


class EndpointsKind:
    """All that is asked from outside, as one source."""

    name = "endpoints"

    def sections(self) -> tuple[str, ...]:
        """Return the ids of all probes."""
        return tuple(unit.id for unit in all_probes())

    def sources(self, declared: Declared) -> tuple[SourceId, ...]:
        """Return the one source, where anything is declared that it could ask."""
        file = declared.endpoints
        asked = file.endpoints or any(one.look_up for one in file.registries.values())
        return (HERE,) if asked or named_places(declared) else ()

    def parallel(self, declared: Declared) -> int:
        """Return 1: the source asks its targets side by side itself."""
        del declared
        return 1

    def check_switches(self, source: SourceId, section: str, declared: Declared) -> None:
        """Refuse nothing: no probe can be switched off as a whole."""

    def plan(
        self, source: SourceId, named: frozenset[str], planning: Planning
    ) -> EndpointsPlan | None:
        """Return a round over the targets that are due; None when none is.

        Raises:
            WorkspaceError: when what is known or an own authority's file cannot be read.
        """
        declared = planning.declared
        seen = seen_before(planning)
        known = KnownTargets(seen.sources.get(source), planning.readings.lines.get(source, ()))
        aims = Aims(declared, seen)
        jobs: list[Job] = []
        kept: dict[str, tuple[Probed, ...]] = {}
        for unit in all_probes():
            if named and unit.id not in named:
                continue
            targets = cast("tuple[Target, ...]", unit.module.targets(aims))
            due = [one for one in targets if named or known.is_due(unit.id, one, planning.now)]
            stored = known.targets(unit.id)
            ids = {one.id for one in targets}
            if due or stored.keys() - ids:
                jobs += [Job(unit, one) for one in due]
                rest = (ids - {one.id for one in due}) & stored.keys()
                kept[unit.id] = tuple(stored[name] for name in sorted(rest))
        if not kept:
            return None
        recording = declared.endpoints.recording
        replay = (planning.workspace, recording) if recording else None
        return EndpointsPlan(tuple(jobs), kept, known, reach_of(planning), replay)
