"""Small joined inputs that the tests of relations begin with."""

from collections.abc import Mapping
from datetime import UTC, datetime

from heirbook.inventory.declared import FleetFile
from heirbook.inventory.endpoints_settings import EndpointsFile
from heirbook.inventory.record import Facts, SourceId
from heirbook.inventory.relations.joined import Joined
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.snapshot import Snapshot, Source

NOW = datetime(2026, 11, 20, 2, 10, 7, tzinfo=UTC)


def fleet_of(
    services: Mapping[str, object],
    servers: tuple[str, ...] = ("upe", "pi"),
    clusters: tuple[str, ...] = ("prod",),
) -> FleetFile:
    """Return a fleet of these services."""
    return FleetFile.model_validate(
        {
            "title": "River",
            "operator": "rasa",
            "servers": {name: {"address": f"{name}.example.org"} for name in servers},
            "clusters": {name: {} for name in clusters},
            "services": dict(services),
        }
    )


def source_of(source: str, *facts: Facts) -> Source:
    """Return a source whose sections were read whole."""
    sections: dict[str, SectionState[Facts]] = {
        one.section: SectionState(state="ok", facts=one) for one in facts
    }
    return Source(SourceId(source), "ok", "recorded", NOW, sections)


def joined_of(
    fleet: FleetFile, *sources: Source, endpoints: Mapping[str, object] | None = None
) -> Joined:
    """Return what is declared and observed, side by side."""
    return Joined(
        Snapshot(NOW, {one.id: one for one in sources}),
        fleet,
        endpoints=EndpointsFile.model_validate({"endpoints": dict(endpoints or {})}),
    )
