"""Runbooks about a server: how it is reached, what it runs, which disk is fullest."""

from collections.abc import Iterator

from heirbook.inventory.relations.joined import Joined
from heirbook.inventory.storage import FileSystems, Mounts
from heirbook.runbooks.places import (
    SERVER_FACTS,
    SERVER_FIELDS,
    seen,
    server_facts,
    server_fields,
    services_on,
)
from heirbook.runbooks.subject import Fact, Knowledge, Subject, SubjectKind

KIND = SubjectKind(
    facts=SERVER_FACTS | {"first_server", "mount", "device"},
    fields=SERVER_FIELDS | {"node", "seen"},
)


def subjects(knowledge: Knowledge) -> Iterator[Subject]:
    """Yield every declared server."""
    joined = knowledge.joined
    first = next((n for n, one in sorted(joined.fleet.servers.items()) if one.canary), "")
    for name, declared in sorted(joined.fleet.servers.items()):
        mount = _fullest(joined, name)
        fields = {
            **server_fields(joined, name),
            "node": "yes" if declared.node_of else "",
            "seen": "yes" if joined.snapshot.server(name) else "",
        }
        facts = {
            **server_facts(knowledge, name),
            "first_server": Fact(first),
            "mount": seen(joined, f"server/{name}", FileSystems.section, mount),
            "device": seen(joined, f"server/{name}", Mounts.section, _device(joined, name, mount)),
        }
        services = services_on(joined, name)
        yield Subject(
            name, fields, facts, server=name, services=services, account=declared.account or ""
        )


def _fullest(joined: Joined, server: str) -> str:
    """Return the local file system that is fullest by the newest reading; else the first one."""
    source = joined.snapshot.server(server)
    facts = source.facts(FileSystems) if source else None
    best, most = "", -1.0
    for one in facts.file_systems if facts else ():
        used = joined.readings.last(
            f"server/{server}", f"{FileSystems.section}:{one.target}:used_kib"
        )
        amount = used[0] if used else one.used_kib
        share = amount / one.size_kib if isinstance(amount, int) and one.size_kib else 0.0
        if share > most:
            best, most = one.target, share
    return best


def _device(joined: Joined, server: str, mount: str) -> str:
    source = joined.snapshot.server(server)
    facts = source.facts(Mounts) if source else None
    found = (one.source for one in (facts.mounts if facts else ()) if one.target == mount)
    return next(found, "")
