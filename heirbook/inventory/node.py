"""What a server tells of its part as a Kubernetes node."""

from typing import Annotated, ClassVar

from heirbook.inventory.record import VOLATILE, Facts, Observed, Utc


class DatastoreSnapshot(Observed):
    """A snapshot of the cluster's datastore, by its rank: names and times change by themselves."""

    rank: int
    """1 is the newest."""
    name: Annotated[str | None, VOLATILE] = None
    taken_at: Annotated[Utc | None, VOLATILE] = None
    size_bytes: Annotated[int | None, VOLATILE] = None

    def identity(self) -> str:
        """Return the rank."""
        return str(self.rank)


class NodeState(Facts):
    """Versions, set options, static pods and snapshots of the datastore."""

    section: ClassVar[str] = "k8s"
    k3s: str | None = None
    """`v1.34.6+k3s1`."""
    kubelet: str | None = None
    containerd: str | None = None
    role: str | None = None
    """`server` or `agent`, as far as k3s' own folders say."""
    datastore: str | None = None
    """`etcd` or `sqlite`, where k3s keeps one here."""
    config_keys: tuple[str, ...] = ()
    """Names of the options set in k3s' configuration files, never a value."""
    static_pods: tuple[str, ...] = ()
    """Paths of the manifests that the kubelet starts by itself."""
    snapshot_folder: str | None = None
    snapshots: tuple[DatastoreSnapshot, ...] = ()
    """The 5 newest."""
