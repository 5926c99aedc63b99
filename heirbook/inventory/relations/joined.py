"""All that relations are derived from, in one frozen value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from heirbook.inventory.age import seen_at
from heirbook.inventory.declared import FleetFile
from heirbook.inventory.endpoints_settings import EndpointsFile
from heirbook.inventory.network import Interfaces
from heirbook.inventory.people import PeopleFile
from heirbook.inventory.readings import Readings
from heirbook.inventory.record import SourceId
from heirbook.inventory.secret_settings import SecretFile
from heirbook.inventory.snapshot import Snapshot


@dataclass(frozen=True)
class Joined:
    """What is declared and what was observed, side by side."""

    snapshot: Snapshot
    fleet: FleetFile
    people: PeopleFile = field(default_factory=PeopleFile)
    endpoints: EndpointsFile = field(default_factory=EndpointsFile)
    secrets: Mapping[str, SecretFile] = field(default_factory=dict)
    """Names and rules by id, never a value."""
    readings: Readings = field(default_factory=Readings)

    def kind_of(self, place: str) -> str:
        """Return `server` or `cluster` for a declared name, else an empty text."""
        if place in self.fleet.servers:
            return "server"
        return "cluster" if place in self.fleet.clusters else ""

    @cached_property
    def server_at(self) -> Mapping[str, str]:
        """Return the declared servers by their addresses, declared and seen."""
        found = {server.address: name for name, server in sorted(self.fleet.servers.items())}
        for name in sorted(self.fleet.servers):
            source = self.snapshot.server(name)
            facts = source.facts(Interfaces) if source else None
            for one in facts.interfaces if facts else ():
                for address in one.addresses:
                    found.setdefault(address.partition("/")[0], name)
        return found

    def seen_at(self, source_id: str, section: str) -> datetime | None:
        """Return when the facts of a section were last seen; None when there are none."""
        source = self.snapshot.sources.get(SourceId(source_id))
        if source is None:
            return None
        return seen_at(source, section, self.readings.lines.get(source_id, ()))
