"""What one cluster is asked, from what is declared of it and what is known."""

from heirbook.collectors.clusters.cluster_asking import Asking
from heirbook.collectors.clusters.cluster_opt_ins import OptIns
from heirbook.collectors.clusters.cluster_units import (
    CONFIGMAPS,
    CREDENTIAL,
    SECRET_NAMES,
    all_resources,
)
from heirbook.collectors.clusters.cluster_ways import Reach, ReplayedCluster
from heirbook.collectors.clusters.expected_values import expected_variables
from heirbook.collectors.clusters.kubectl_command import NamedConfigMap
from heirbook.collectors.source_plan import Planning
from heirbook.inventory.kubectl_settings import OptIn
from heirbook.inventory.kubernetes.cluster import Namespaces
from heirbook.inventory.loading import Declared
from heirbook.inventory.record import SourceId
from heirbook.inventory.store import load_snapshot
from heirbook.workspace import Workspace


def asking_of(source: SourceId, named: frozenset[str], planning: Planning, reach: Reach) -> Asking:
    """Return what a cluster is asked: the sections named, or all that are not skipped."""
    declared, name = planning.declared, source.partition("/")[2]
    skipped = declared.kubectl.defaults.resources.skip
    units = tuple(
        unit
        for unit in all_resources()
        if unit.id not in skipped and (not named or unit.id in named)
    )
    return Asking(
        units=units,
        credential=not named or CREDENTIAL in named,
        opt_ins=_opt_ins(name, named, declared, reach),
        namespaces=declared.kubectl.clusters[name].namespaces,
        known_uid=_known_uid(planning.workspace, source),
        token_expires_at=reach.token_expires_at,
        variables=expected_variables(declared.fleet, name),
    )


def _opt_ins(name: str, named: frozenset[str], declared: Declared, reach: Reach) -> OptIns:
    opted = declared.kubectl.opt_in.get(name, OptIn())
    if isinstance(reach, ReplayedCluster):
        return OptIns()
    places = opted.configmaps if not named or CONFIGMAPS in named else ()
    return OptIns(
        configmaps=tuple(NamedConfigMap(*place.split("/", 1)) for place in sorted(places)),
        expected_keys=_expected_keys(name, declared),
        secret_names=opted.secret_names and (not named or SECRET_NAMES in named),
    )


def _expected_keys(cluster: str, declared: Declared) -> dict[str, frozenset[str]]:
    """Return the keys of ConfigMaps that expectations name, by `namespace/name`."""
    found: dict[str, frozenset[str]] = {}
    for expectation in declared.fleet.expectations:
        for target in expectation.at:
            named, _, place = (target.configmap or "").partition("/")
            if target.key and named == cluster:
                found[place] = found.get(place, frozenset()) | {target.key}
    return found


def _known_uid(workspace: Workspace, source: SourceId) -> str | None:
    """Return the UID of the cluster whose facts are stored."""
    known = load_snapshot(workspace, (source,)).sources.get(source)
    facts = known.facts(Namespaces) if known else None
    return facts.cluster_uid if facts else None
