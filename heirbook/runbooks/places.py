"""Facts of the place that a subject stands on: its server or its cluster, and who declared it."""

from collections.abc import Mapping
from datetime import datetime

from heirbook.inventory.declared import KubectlFrom
from heirbook.inventory.record import SourceId
from heirbook.inventory.relations.joined import Joined
from heirbook.inventory.server import Hardware, Meta, Os, PackageState
from heirbook.inventory.service import Units
from heirbook.inventory.snapshot import Source
from heirbook.runbooks.subject import Fact, Knowledge

SERVER_FACTS = frozenset({"server", "alias", "address", "os", "arch", "prefix", "sshd_unit"})
SERVER_FIELDS = frozenset({"packages", "init"})
CLUSTER_FACTS = frozenset({"ctx"})
_SSHD = ("ssh.service", "sshd.service")
_MANAGERS = {"dnf5": "dnf", "yum": "dnf"}


def seen(joined: Joined, source: str, section: str, value: str | None) -> Fact:
    """Return an observed value with the moment at which its section was last seen."""
    return Fact(value or "", joined.seen_at(source, section))


def server_facts(knowledge: Knowledge, server: str) -> dict[str, Fact]:
    """Return what is known of a declared server, by the names that commands use."""
    joined, source_id = knowledge.joined, f"server/{server}"
    declared, source = joined.fleet.servers[server], joined.snapshot.server(server)
    system = source.facts(Os) if source else None
    hardware = source.facts(Hardware) if source else None
    return {
        "server": Fact(server),
        "alias": Fact(server),
        "address": Fact(declared.address),
        "os": seen(joined, source_id, "os", system.id if system else None),
        "arch": seen(joined, source_id, "hw", hardware.userland if hardware else None),
        "prefix": Fact(_prefix(source)),
        "sshd_unit": seen(joined, source_id, "units", _sshd(source)),
    }


def server_fields(joined: Joined, server: str) -> dict[str, str]:
    """Return what selectors may ask of a server."""
    source = joined.snapshot.server(server)
    packages = source.facts(PackageState) if source else None
    manager = (packages.manager if packages else None) or ""
    init = "systemd" if source and source.facts(Units) else ""
    return {"packages": _MANAGERS.get(manager, manager), "init": init}


def cluster_facts(knowledge: Knowledge, cluster: str) -> dict[str, Fact]:
    """Return what is known of a declared cluster."""
    return {"ctx": Fact(knowledge.contexts.get(cluster, ""))}


def kubectl_of(joined: Joined, cluster: str) -> KubectlFrom | None:
    """Return where kubectl is run for a cluster, if it is declared."""
    declared = joined.fleet.clusters.get(cluster)
    return declared.kubectl_from if declared else None


def cluster_source(joined: Joined, cluster: str) -> Source | None:
    """Return what was read of a cluster."""
    return joined.snapshot.sources.get(SourceId(f"cluster/{cluster}"))


def owners(joined: Joined) -> Mapping[str, tuple[str, ...]]:
    """Return the declared services by the identities of their parts."""
    found: dict[str, list[str]] = {}
    for service in sorted(joined.fleet.services):
        for part in joined.fleet.services[service].parts:
            found.setdefault(part, []).append(service)
    return {part: tuple(names) for part, names in found.items()}


def services_on(joined: Joined, place: str) -> tuple[str, ...]:
    """Return the services with a part on a server or in a cluster."""
    start = f"{place}/"
    return tuple(
        sorted(
            name
            for name, service in joined.fleet.services.items()
            if any(part.startswith(start) for part in service.parts)
        )
    )


def clusters_seen(joined: Joined) -> tuple[tuple[str, Source], ...]:
    """Return the declared clusters of which anything was read, by name."""
    found = ((name, cluster_source(joined, name)) for name in sorted(joined.fleet.clusters))
    return tuple((name, source) for name, source in found if source)


def oldest(moments: tuple[datetime | None, ...]) -> datetime | None:
    """Return the earliest of several moments; None where none is known."""
    return min((one for one in moments if one), default=None)


def _prefix(source: Source | None) -> str:
    """Return `root`, `sudo` or `doas`: how the administrator's rights are had on the server."""
    meta = source.facts(Meta) if source else None
    how = meta.privilege if meta else None
    return how if how in ("root", "sudo", "doas") else ""


def _sshd(source: Source | None) -> str | None:
    units = source.facts(Units) if source else None
    known = {unit.id for unit in units.units} if units else set()
    return next((name for name in _SSHD if name in known), None)
