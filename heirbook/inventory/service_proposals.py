"""Services proposed from what runs: compose projects, single containers, units made by hand.

Names come from servers and are untrusted: what is not on the allow-list is left out and counted.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from heirbook.inventory.container import Container
from heirbook.inventory.declared import FleetFile
from heirbook.inventory.loading import load_declared
from heirbook.inventory.names import name_problem
from heirbook.inventory.proposals import ProposedServer, fleet_comments
from heirbook.inventory.relations.endpoints import EndpointRelation, endpoint_relations
from heirbook.inventory.relations.joined import Joined
from heirbook.inventory.relations.undescribed import Undescribed, undescribed
from heirbook.inventory.store import load_snapshot
from heirbook.text import slug
from heirbook.workspace import FLEET, Workspace

MOST_SERVICES = 300
MOST_PARTS = 100
_IDENTITY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@:\\-]*(?:/[A-Za-z0-9][A-Za-z0-9._@:\\-]*){1,4}")
_HOST = re.compile(r"[a-z0-9][a-z0-9.-]{0,252}")
LONGEST_IDENTITY = 250


@dataclass(frozen=True)
class ProposedService:
    """A service that nobody declared, with the identities it would consist of."""

    name: str
    parts: tuple[str, ...]
    server: str
    addresses: tuple[str, ...] = ()
    """Public names that lead to one of its parts."""


@dataclass(frozen=True)
class Proposal:
    """What is proposed, and how much was left out."""

    services: tuple[ProposedService, ...] = ()
    left_out: int = 0
    """Things whose names are too strange to be written down, or that are too many."""


def proposed_services(joined: Joined) -> Proposal:
    """Return the services that what runs suggests, by name; declared parts are not among them."""
    things = undescribed(joined)
    usable = [thing for thing in things if _is_plain(thing.id)]
    groups: dict[tuple[str, str], list[Undescribed]] = {}
    for thing in usable:
        groups.setdefault((_word(thing), thing.server), []).append(thing)
    names = _names(groups, joined.fleet.services)
    leads = _leads(endpoint_relations(joined))
    services = [_service(names[key], key[1], groups[key], leads) for key in sorted(groups)]
    shown = sorted(services, key=lambda service: service.name)[:MOST_SERVICES]
    beyond = sum(len(groups[key][MOST_PARTS:]) for key in groups)
    hidden = len(services) - len(shown)
    return Proposal(tuple(shown), len(things) - len(usable) + beyond + hidden)


def service_lines(proposal: Proposal) -> tuple[str, ...]:
    """Return the proposal as a fragment of fleet.yml; comments alone where there is nothing."""
    lines = [
        "# Proposed from what runs. Keep what somebody uses, and say what it is for.",
        "services:" if proposal.services else "# Nothing runs that is not declared.",
    ]
    for service in proposal.services:
        lines.append(f"  {service.name}:")
        lines += [f"    # address: {name}" for name in service.addresses]
        lines.append("    # purpose: what it is for, in one sentence")
        lines.append("    parts:")
        lines += [f"      {json.dumps(part)}: {{}}" for part in service.parts]
    if proposal.left_out:
        lines.append(f"# left out: {proposal.left_out} more, by number or for their strange names")
    return tuple(lines)


def commented(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the lines as comments, for a file whose own services stay as they are."""
    return tuple(line if line.startswith("#") else f"#{line}" for line in lines)


def _is_plain(identity: str) -> bool:
    return len(identity) <= LONGEST_IDENTITY and bool(_IDENTITY.fullmatch(identity))


def _word(thing: Undescribed) -> str:
    """Return what groups a thing: its compose project, else its own name without an ending."""
    if isinstance(thing.thing, Container) and thing.thing.project and thing.thing.service:
        return slug(thing.thing.project)
    name = thing.id.rpartition("/")[2]
    return slug(name.removesuffix(".service").partition("@")[0].lower())


def _names(
    groups: Iterable[tuple[str, str]], declared: Mapping[str, object]
) -> dict[tuple[str, str], str]:
    """Return a free name for each group: with its server where two would share one."""
    found: dict[tuple[str, str], str] = {}
    taken = set(declared)
    for word, server in sorted(groups):
        name = word if word not in taken else slug(f"{word}-{server}")
        while name in taken:
            name = slug(f"{name}-x")
        taken.add(name)
        found[word, server] = name
    return found


def _service(
    name: str, server: str, things: list[Undescribed], leads: Mapping[str, tuple[str, ...]]
) -> ProposedService:
    parts = tuple(sorted(thing.id for thing in things))[:MOST_PARTS]
    addresses = sorted({host for part in parts for host in leads.get(part, ())})
    return ProposedService(name, parts, server, tuple(addresses))


def _leads(relations: Iterable[EndpointRelation]) -> Mapping[str, tuple[str, ...]]:
    """Return the public names by the parts that answer for them."""
    found: dict[str, list[str]] = {}
    for part, host in _pairs(relations):
        found.setdefault(part, []).append(host)
    return {part: tuple(hosts) for part, hosts in found.items()}


def _pairs(relations: Iterable[EndpointRelation]) -> Iterator[tuple[str, str]]:
    for one in relations:
        for way in one.ways:
            for part in way.parts:
                if _HOST.fullmatch(one.host):
                    yield part, one.host


def fragment_of(workspace: Workspace) -> tuple[str, ...]:
    """Return the lines that propose services for a workspace; nothing is written.

    A folder that is no workspace yet may hold snapshots of an older one: then their servers count
    as declared.

    Raises:
        WorkspaceError: with all problems of the declared files or the snapshots.
    """
    snapshot = load_snapshot(workspace)
    if os.path.lexists(workspace.path(FLEET)):
        declared = load_declared(workspace)
        joined = Joined(snapshot, declared.fleet, declared.people, declared.endpoints)
        return service_lines(proposed_services(joined))
    names = [source.name for source in snapshot.servers() if name_problem(source.name) is None]
    if not names:
        return ()
    servers = {name: {"address": name} for name in names}
    fleet = FleetFile.model_validate({"title": "-", "operator": "-", "servers": servers})
    told = fleet_comments(tuple(ProposedServer(name) for name in names))
    lines = service_lines(proposed_services(Joined(snapshot, fleet)))
    return (*told, *commented(lines))
