"""Databases of CloudNativePG and their backups."""

from collections.abc import Iterable

from heirbook.collectors.objects.foreign_object import Tree, kind_of, object_fields
from heirbook.collectors.objects.items import Parsed, by_kind
from heirbook.collectors.objects.plain_address import plain_address
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.operators import CloudNativePg, OperatorSchedule, PostgresCluster

GROUP = "postgresql.cnpg.io"
RESOURCE = Resource(
    title=N_("Databases of CloudNativePG"),
    kinds=(f"clusters.{GROUP}", f"scheduledbackups.{GROUP}"),
    role=((GROUP, "clusters"), (GROUP, "scheduledbackups")),
    order=50,
    optional=True,
)
CREDENTIALS = ("s3Credentials", "azureCredentials", "googleCredentials")


def parse(items: Iterable[Item]) -> CloudNativePg:
    """Return databases and the schedules of their backups.

    Sample: `{"kind": "Cluster", "spec": {"instances": 3}}`

    Source: CloudNativePG 1.25, `postgresql.cnpg.io/v1`.
    """
    found = Parsed(items, by_kind({"Cluster": _cluster, "ScheduledBackup": _schedule}))
    facts = CloudNativePg(clusters=found.of(PostgresCluster), schedules=found.of(OperatorSchedule))
    return found.whole(facts)


def _cluster(item: Tree) -> PostgresCluster | None:
    fields = object_fields(item)
    if fields is None:
        return None
    spec, status = item.at("spec"), item.at("status")
    store = spec.at("backup", "barmanObjectStore")
    return PostgresCluster(
        **fields,
        instances=spec.number("instances"),
        ready_instances=status.number("readyInstances"),
        image=spec.text("imageName") or status.text("image"),
        size=spec.words("storage", "size"),
        storage_class=spec.text("storage", "storageClass"),
        phase=status.text("phase"),
        backup_target=plain_address(store.text("destinationPath")),
        backup_endpoint=plain_address(store.text("endpointURL")),
        backup_retention=spec.text("backup", "retentionPolicy"),
        secrets=_secrets(spec, store),
        last_backup_at=status.moment("lastSuccessfulBackup"),
    )


def _secrets(spec: Tree, store: Tree) -> tuple[str, ...]:
    """Return the names of Secrets that an operator has named; the operator's own are not."""
    parts = [store.at(kind) for kind in CREDENTIALS]
    found = {part.text(key, "name") for part in parts for key in part.names()}
    found.add(spec.text("superuserSecret", "name"))
    found.add(spec.text("bootstrap", "initdb", "secret", "name"))
    return tuple(sorted(name for name in found if name))


def _schedule(item: Tree) -> OperatorSchedule | None:
    fields = object_fields(item)
    if fields is None:
        return None
    return OperatorSchedule(
        **fields,
        kind=kind_of(item),
        schedule=item.text("spec", "schedule"),
        suspended=item.flag("spec", "suspend") is True,
        of=item.text("spec", "cluster", "name"),
        last_started_at=item.moment("status", "lastScheduleTime"),
    )
