"""The role of one declared cluster, narrowed to what its discovery finds."""

from collections.abc import Iterable
from contextlib import closing

from heirbook.collectors.clusters.cluster_asking import Asking
from heirbook.collectors.clusters.cluster_calls import ClusterCalls
from heirbook.collectors.clusters.cluster_discovery import names
from heirbook.collectors.clusters.cluster_role import RoleWish, role_manifest
from heirbook.collectors.clusters.cluster_units import all_resources
from heirbook.collectors.clusters.cluster_ways import way_to
from heirbook.collectors.clusters.kubectl_command import ApiResources, Version
from heirbook.collectors.clusters.kubectl_failure import unreachable_groups
from heirbook.collectors.collection import load_checked
from heirbook.collectors.source_plan import Planning
from heirbook.collectors.transports import Transports
from heirbook.collectors.work import Surroundings
from heirbook.errors import NothingCollectedError, UsageError
from heirbook.inventory.kubectl_settings import OptIn, config_map_place
from heirbook.inventory.names import did_you_mean
from heirbook.inventory.readings import Readings
from heirbook.workspace import KUBECTL, Workspace

_BUDGET_S = 90.0
_CONFIGMAPS = "configmaps="
_SECRET_NAMES = "secret-names"  # noqa: S105  the word of an option


def export_role(
    workspace: Workspace, cluster: str, extra: Iterable[str], around: Surroundings
) -> str:
    """Return the manifest of the role for a cluster; it is asked which kinds it has.

    Raises:
        UsageError: for a cluster that is not declared, or an unknown extra.
        NothingCollectedError: when the cluster does not say which kinds it has.
        WorkspaceError: when it cannot be asked as it is declared.
    """
    now = around.clock()
    declared = load_checked(workspace, now)
    known = declared.kubectl.clusters
    if cluster not in known:
        raise UsageError(
            f"no cluster is called '{cluster}'{did_you_mean(cluster, known)}",
            f"name one of {KUBECTL}: {', '.join(known)}" if known else f"edit {KUBECTL}",
        )
    opted = opted_into(extra)
    with closing(Transports(workspace, declared, around.environ)) as ways:
        planning = Planning(workspace, declared, Readings(), now, around.environ, ways)
        found = _found(cluster, planning)
    units = tuple(unit.value for unit in all_resources())
    wish = RoleWish(cluster, units, found, opted, known[cluster].namespaces)
    return role_manifest(wish)


def opted_into(extra: Iterable[str]) -> OptIn:
    """Return the opt-ins that `--with` names.

    Sample: `configmaps=shop/settings`, `secret-names`.

    Raises:
        UsageError: for anything else.
    """
    places, secret_names = [], False
    for word in extra:
        if word == _SECRET_NAMES:
            secret_names = True
        elif word.startswith(_CONFIGMAPS) and config_map_place(word.removeprefix(_CONFIGMAPS)):
            places.append(word.removeprefix(_CONFIGMAPS))
        else:
            raise UsageError(
                f"'{word}' is nothing a role can be extended with",
                "write --with configmaps=NAMESPACE/NAME or --with secret-names",
            )
    return OptIn(configmaps=tuple(places), secret_names=secret_names)


def _found(cluster: str, planning: Planning) -> frozenset[str]:
    way = way_to(cluster, planning).opener(Asking(units=(), credential=False))()
    try:
        with ClusterCalls(way, 1, _BUDGET_S) as calls:
            calls.ask(Version())
            reply = calls.ask(ApiResources())
            failure = calls.judged(ApiResources(), reply)
    finally:
        way.close()
    if failure.state != "ok" and not unreachable_groups(reply):
        raise NothingCollectedError(
            f"cluster '{cluster}' does not say which kinds it has ({failure.reason})",
            f"see why: heirbook collect --only cluster/{cluster}",
        )
    return names(reply.stdout.decode("utf-8", "replace"))
