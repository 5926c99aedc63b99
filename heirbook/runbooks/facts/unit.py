"""Runbooks about a systemd unit: those of services, those of note, and those that failed."""

from collections.abc import Iterator

from heirbook.inventory.relations.joined import Joined
from heirbook.inventory.relations.liveness import is_failed
from heirbook.inventory.relations.undescribed import undescribed
from heirbook.inventory.service import Timers, Unit, Units
from heirbook.runbooks.places import (
    SERVER_FACTS,
    SERVER_FIELDS,
    owners,
    seen,
    server_facts,
    server_fields,
)
from heirbook.runbooks.subject import Knowledge, Subject, SubjectKind

KIND = SubjectKind(facts=SERVER_FACTS | {"unit", "timer"}, fields=SERVER_FIELDS | {"state"})
INFIX = "/unit/"


def subjects(knowledge: Knowledge) -> Iterator[Subject]:
    """Yield the units that a service names, that failed or that somebody made by hand."""
    joined = knowledge.joined
    known, named = dict(_units(joined)), owners(joined)
    of_note = {one.id for one in undescribed(joined) if isinstance(one.thing, Unit)}
    wanted = {part for part in named if INFIX in part and _server(part) in joined.fleet.servers}
    failed = {identity for identity, unit in known.items() if is_failed(unit)}
    for identity in sorted(wanted | of_note | failed):
        server, unit = _server(identity), identity.partition(INFIX)[2]
        found = known.get(identity)
        fields = server_fields(joined, server)
        facts = {
            **server_facts(knowledge, server),
            "unit": seen(joined, f"server/{server}", Units.section, unit),
            "timer": seen(joined, f"server/{server}", Timers.section, _timer(joined, server, unit)),
        }
        yield Subject(
            identity,
            {**fields, "state": (found.active_state if found else None) or ""},
            facts,
            server=server,
            services=named.get(identity, ()),
            account=joined.fleet.servers[server].account or "",
        )


def _server(identity: str) -> str:
    return identity.partition("/")[0]


def _units(joined: Joined) -> Iterator[tuple[str, Unit]]:
    for server in sorted(joined.fleet.servers):
        source = joined.snapshot.server(server)
        facts = source.facts(Units) if source else None
        for unit in facts.units if facts else ():
            yield f"{server}{INFIX}{unit.id}", unit


def _timer(joined: Joined, server: str, unit: str) -> str:
    source = joined.snapshot.server(server)
    facts = source.facts(Timers) if source else None
    return next((one.id for one in (facts.timers if facts else ()) if one.unit == unit), "")
