"""What operators in a cluster look after: databases, backups, volumes, secrets from elsewhere."""

from typing import Annotated, ClassVar

from heirbook.inventory.kubernetes.cluster_object import ClusterObject
from heirbook.inventory.record import VOLATILE, Facts, Utc


class PostgresCluster(ClusterObject):
    """A Cluster of CloudNativePG."""

    instances: int | None = None
    ready_instances: int | None = None
    image: str | None = None
    size: str | None = None
    storage_class: str | None = None
    phase: str | None = None
    backup_target: str | None = None
    """Where its backups go, without user name and password: `s3://backups/pg`."""
    backup_endpoint: str | None = None
    backup_retention: str | None = None
    secrets: tuple[str, ...] = ()
    """Names of Secrets that it needs."""
    last_backup_at: Annotated[Utc | None, VOLATILE] = None
    """The newest that succeeded."""


class OperatorSchedule(ClusterObject):
    """A backup that an operator starts by itself."""

    kind: str
    """`ScheduledBackup`, `Schedule`, `RecurringJob`."""
    schedule: str | None = None
    suspended: bool = False
    task: str | None = None
    """Of Longhorn: `backup`, `snapshot`."""
    of: str | None = None
    """The database it saves."""
    namespaces: tuple[str, ...] = ()
    """What it saves; none: everything, where it saves namespaces."""
    target: str | None = None
    """Name of the place it saves to."""
    keeps: str | None = None
    """How long or how many: `720h0m0s`, `7`."""
    phase: str | None = None
    last_started_at: Annotated[Utc | None, VOLATILE] = None
    last_success_at: Annotated[Utc | None, VOLATILE] = None

    def identity(self) -> str:
        """Return kind, namespace and name."""
        return f"{self.kind}/{super().identity()}"


class BackupTarget(ClusterObject):
    """A place that an operator saves to."""

    provider: str | None = None
    """`aws`, `azure`, `nfs`."""
    location: str | None = None
    """Bucket with prefix, or an address without user name and password."""
    endpoint: str | None = None
    default: bool = False
    available: bool | None = None
    logs_in_with: str | None = None
    """Name of the Secret it logs in with."""


class CloudNativePg(Facts):
    """Databases of CloudNativePG and their backups."""

    section: ClassVar[str] = "cnpg"
    clusters: tuple[PostgresCluster, ...] = ()
    schedules: tuple[OperatorSchedule, ...] = ()


class Velero(Facts):
    """Backups by Velero."""

    section: ClassVar[str] = "velero"
    schedules: tuple[OperatorSchedule, ...] = ()
    targets: tuple[BackupTarget, ...] = ()


class LonghornVolume(ClusterObject):
    """A volume of Longhorn."""

    size_bytes: int | None = None
    replicas: int | None = None
    """How many are wanted."""
    state: str | None = None
    robustness: str | None = None
    """`healthy`, `degraded`, `faulted`, `unknown`."""
    claim: str | None = None
    """`namespace/name`."""
    node: str | None = None
    last_backup_at: Annotated[Utc | None, VOLATILE] = None


class Longhorn(Facts):
    """Volumes of Longhorn and their backups."""

    section: ClassVar[str] = "longhorn"
    volumes: tuple[LonghornVolume, ...] = ()
    schedules: tuple[OperatorSchedule, ...] = ()
    targets: tuple[BackupTarget, ...] = ()


class SecretSource(ClusterObject):
    """A Secret that an operator writes from a store elsewhere, or from a sealed form."""

    kind: str
    """`ExternalSecret`, `InfisicalSecret`, `SealedSecret`."""
    store: str | None = None
    """`ClusterSecretStore/vault`, or the store's address without user name and password."""
    paths: tuple[str, ...] = ()
    """Where in the store: names only."""
    target: str | None = None
    """Name of the Secret it writes."""
    target_namespace: str = ""
    keys: tuple[str, ...] = ()
    """Names of its entries."""
    ready: bool | None = None
    reason: str | None = None

    def identity(self) -> str:
        """Return kind, namespace and name."""
        return f"{self.kind}/{super().identity()}"


class SecretSources(Facts):
    """Where Secrets come from."""

    section: ClassVar[str] = "secret-sources"
    sources: tuple[SecretSource, ...] = ()
