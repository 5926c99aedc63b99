"""Who brings the objects of a cluster there: Flux, Argo CD, the Helm controller of k3s."""

from typing import ClassVar

from heirbook.inventory.kubernetes.cluster_object import ClusterObject
from heirbook.inventory.record import Facts, Record


class DeliverySource(ClusterObject):
    """A place that things are brought from: a git repository, a Helm repository."""

    kind: str
    """`GitRepository`, `HelmRepository`, `OCIRepository`."""
    url: str | None = None
    """Without user name, password and query."""
    reference: str | None = None
    """`branch main`, `tag v1.2`, `semver >=1`."""
    revision: str | None = None
    """What was fetched last."""
    suspended: bool = False
    ready: bool | None = None
    reason: str | None = None
    logs_in_with: str | None = None
    """Name of the Secret it logs in with."""

    def identity(self) -> str:
        """Return kind, namespace and name."""
        return f"{self.kind}/{super().identity()}"


class ChartOrigin(Record):
    """Where a delivery takes its files from."""

    source: str | None = None
    """An address without user information, or `HelmRepository/namespace/name`."""
    chart: str | None = None
    version: str | None = None
    """What is wanted: a version, a range, a branch."""
    path: str | None = None


class Delivery(ClusterObject):
    """One thing that a delivery program keeps in the cluster as it is declared elsewhere."""

    kind: str
    """`HelmRelease`, `Kustomization`, `Application`, `HelmChart`, `HelmChartConfig`."""
    origins: tuple[ChartOrigin, ...] = ()
    release_name: str | None = None
    """Of Helm."""
    target_namespace: str | None = None
    target_cluster: str | None = None
    """Name or address, where it is not this cluster."""
    revision: str | None = None
    """What was applied last."""
    suspended: bool = False
    automatic: bool | None = None
    """Of Argo CD: whether it applies changes by itself."""
    ready: bool | None = None
    """Ready, or Synced and Healthy."""
    state: str | None = None
    """The program's own words: `Synced, Healthy`, `InstallFailed`."""
    value_keys: tuple[str, ...] = ()
    """Paths of the values that are set, never a value: `ingress.hosts`."""
    value_sources: tuple[str, ...] = ()
    """ConfigMaps and Secrets that values come from: `Secret/mail-values`."""

    def identity(self) -> str:
        """Return kind, namespace and name."""
        return f"{self.kind}/{super().identity()}"


class Flux(Facts):
    """What Flux delivers."""

    section: ClassVar[str] = "flux"
    sources: tuple[DeliverySource, ...] = ()
    deliveries: tuple[Delivery, ...] = ()


class Argo(Facts):
    """What Argo CD delivers."""

    section: ClassVar[str] = "argo"
    deliveries: tuple[Delivery, ...] = ()


class K3sHelm(Facts):
    """What the Helm controller of k3s delivers."""

    section: ClassVar[str] = "k3s-helm"
    deliveries: tuple[Delivery, ...] = ()
