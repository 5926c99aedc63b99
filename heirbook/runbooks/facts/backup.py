"""Runbooks about a backup job: of a tool on a server, or a CronJob of a cluster."""

from collections.abc import Iterator

from heirbook.inventory.backup import BackupJob, Backups
from heirbook.inventory.relations.data import data_relations
from heirbook.inventory.relations.joined import Joined
from heirbook.inventory.service import Units
from heirbook.runbooks.places import SERVER_FACTS, seen, server_facts
from heirbook.runbooks.subject import Fact, Knowledge, Subject, SubjectKind

KIND = SubjectKind(
    facts=SERVER_FACTS | {"unit", "configuration", "tool", "job"}, fields=frozenset({"tool"})
)


def subjects(knowledge: Knowledge) -> Iterator[Subject]:
    """Yield every backup job of every declared server."""
    joined = knowledge.joined
    saved = {(one.declared.backup, one.service) for one in data_relations(joined)}
    for server in sorted(joined.fleet.servers):
        source = joined.snapshot.server(server)
        facts = source.facts(Backups) if source else None
        for job in facts.jobs if facts else ():
            identity = f"{server}/{job.identity()}"
            yield Subject(
                identity,
                {"tool": job.tool},
                {**server_facts(knowledge, server), **_facts(joined, server, job)},
                server=server,
                services=tuple(sorted({one for backup, one in saved if backup == identity})),
                account=joined.fleet.servers[server].account or "",
            )


def _facts(joined: Joined, server: str, job: BackupJob) -> dict[str, Fact]:
    values = {
        "unit": _unit(joined, server, job),
        "configuration": job.configuration,
        "tool": job.tool,
        "job": job.identity(),
    }
    return {
        name: seen(joined, f"server/{server}", Backups.section, value)
        for name, value in values.items()
    }


def _unit(joined: Joined, server: str, job: BackupJob) -> str:
    """Return the unit that is proved to run it: evidence names it and systemd knows it."""
    source = joined.snapshot.server(server)
    backups, units = (source.facts(Backups), source.facts(Units)) if source else (None, None)
    known = {unit.id for unit in units.units} if units else set()
    proofs = backups.of(job) if backups else ()
    return next((one.place for one in proofs if one.kind == "unit" and one.place in known), "")
