"""What a workload makes its pods from."""

from typing import Literal

from heirbook.inventory.kubernetes.cluster_object import KeptLabel
from heirbook.inventory.kubernetes.container_template import ContainerTemplate
from heirbook.inventory.kubernetes.label_selector import LabelCondition, LabelSelector
from heirbook.inventory.record import Record


class VolumeReference(Record):
    """A Secret, ConfigMap or SecretProviderClass that a volume shows."""

    kind: Literal["secret", "configmap", "csi-secret", "provider-class"]
    name: str
    entries: tuple[str, ...] = ()
    """Entries that are shown; none: all of them."""
    optional: bool = False


class PodVolume(Record):
    """A volume of a pod template."""

    name: str
    type: str
    """`secret`, `emptyDir`, `persistentVolumeClaim`, as Kubernetes writes it."""
    claim: str | None = None
    references: tuple[VolumeReference, ...] = ()
    host_path: str | None = None
    nfs_server: str | None = None
    nfs_path: str | None = None
    driver: str | None = None
    """Of CSI."""
    read_only: bool = False


class NodeTerm(Record):
    """A condition of the affinity to nodes."""

    condition: LabelCondition
    field: bool = False
    """On a field of the node, `metadata.name`, not on a label."""
    required: bool
    term: int = 0
    """Conditions of one term hold all at once, one term is enough."""
    weight: int | None = None
    """Of a preference."""


class Toleration(Record):
    """A taint that a pod does not mind."""

    taint: str | None = None
    """None: every taint."""
    operator: str = "Equal"
    value: str | None = None
    effect: str | None = None
    seconds: int | None = None


class Spread(Record):
    """How pods are spread over nodes or zones."""

    topology: str
    """The label that nodes of one place have in common: `kubernetes.io/hostname`."""
    max_skew: int | None = None
    when_unsatisfiable: str | None = None
    selector: LabelSelector = LabelSelector()


class PodTemplate(Record):
    """What pods are made from: containers, volumes, and where they may run."""

    labels: tuple[KeptLabel, ...] = ()
    containers: tuple[ContainerTemplate, ...] = ()
    """Init containers too."""
    volumes: tuple[PodVolume, ...] = ()
    node_selector: tuple[KeptLabel, ...] = ()
    node_affinity: tuple[NodeTerm, ...] = ()
    tolerations: tuple[Toleration, ...] = ()
    spread: tuple[Spread, ...] = ()
    service_account: str | None = None
    host_network: bool = False
    grace_s: int | None = None
    pull_secrets: tuple[str, ...] = ()
    """Names of Secrets in the pod's namespace."""

    def images(self) -> tuple[str, ...]:
        """Return the references of its containers, sorted, each once."""
        return tuple(sorted({one.image for one in self.containers if one.image}))

    def node_keys(self) -> frozenset[str]:
        """Return the keys of node labels it looks at."""
        terms = {term.condition.label for term in self.node_affinity if not term.field}
        spread = {one.topology for one in self.spread}
        return frozenset(label.name for label in self.node_selector) | terms | spread
