"""What every object of a cluster tells of itself, whatever its kind."""

from heirbook.inventory.record import Observed, Record, Utc


class KeptLabel(Record):
    """A label that may stay: how an object was installed, or what a selector looks for."""

    name: str
    value: str = ""


class ClusterObject(Observed):
    """An object of a cluster: by namespace and name; cluster-wide ones have no namespace."""

    name: str
    namespace: str = ""
    labels: tuple[KeptLabel, ...] = ()
    """Sorted by name."""
    created_at: Utc | None = None
    owner: str | None = None
    """What made it: `Deployment/web`."""
    release: str | None = None
    """The Helm release that its annotations name: `web`."""
    release_namespace: str | None = None

    def identity(self) -> str:
        """Return `namespace/name`, the name alone where it has no namespace."""
        return f"{self.namespace}/{self.name}" if self.namespace else self.name

    def label(self, name: str) -> str | None:
        """Return the value of a kept label."""
        return next((label.value for label in self.labels if label.name == name), None)
