"""A container as a pod template describes it; of its environment names and origins."""

from typing import Literal

from heirbook.inventory.record import Record


class TemplatePort(Record):
    """A port that a container names."""

    name: str | None = None
    port: int | None = None
    protocol: str = "TCP"
    host_port: int | None = None


class Probe(Record):
    """How the kubelet looks after a container."""

    kind: Literal["liveness", "readiness", "startup"]
    handler: Literal["http", "tcp", "exec", "grpc", "unknown"]
    path: str | None = None
    """Without its query."""
    port: str | None = None
    """Number or name."""
    scheme: str | None = None
    header_names: tuple[str, ...] = ()
    delay_s: int | None = None
    period_s: int | None = None
    timeout_s: int | None = None
    failures: int | None = None
    """How many in a row count."""
    successes: int | None = None


class PreStop(Record):
    """What runs before a container is stopped."""

    kind: Literal["exec", "http", "sleep", "tcp", "unknown"]
    sleep_s: int | None = None


class Quantity(Record):
    """An amount of a resource as it was written: `memory`, `512Mi`."""

    resource: str
    amount: str


class SecurityFlags(Record):
    """What a container may do; None where nothing was said."""

    privileged: bool | None = None
    allow_escalation: bool | None = None
    read_only_root: bool | None = None
    run_as_non_root: bool | None = None
    run_as_user: int | None = None
    run_as_group: int | None = None
    added_capabilities: tuple[str, ...] = ()
    dropped_capabilities: tuple[str, ...] = ()
    seccomp: str | None = None
    """Type of the profile: `RuntimeDefault`."""


class VolumeMount(Record):
    """Where a container sees a volume of its pod."""

    volume: str
    path: str | None = None
    sub_path: str | None = None
    read_only: bool = False


class EnvironmentName(Record):
    """A variable: its name and where its value comes from."""

    name: str
    source: Literal["literal", "secret", "configmap", "field", "resource", "unknown"]
    ref: str | None = None
    """Name of the Secret or ConfigMap, or the field: `status.podIP`."""
    entry: str | None = None
    """Which entry of the Secret or ConfigMap."""
    optional: bool = False
    fp8: str | None = None
    """Fingerprint of a literal value whose name speaks of a secret."""
    value: str | None = None
    """Only where an expectation names this variable, and nothing about it looks secret."""
    withheld: bool = False
    """An expectation names it, but its name, shape or size forbids to keep the value."""


class EnvironmentSource(Record):
    """A Secret or ConfigMap whose entries all become variables."""

    kind: Literal["secret", "configmap"]
    name: str
    prefix: str | None = None
    optional: bool = False


class ContainerTemplate(Record):
    """One container of a pod template."""

    name: str
    init: bool = False
    sidecar: bool = False
    """An init container that keeps running."""
    image: str | None = None
    """The reference as it was written: `nginx:1.27`."""
    pull_policy: str | None = None
    command: tuple[str, ...] = ()
    """Word by word; what may be a value is cut."""
    arguments: tuple[str, ...] = ()
    ports: tuple[TemplatePort, ...] = ()
    probes: tuple[Probe, ...] = ()
    pre_stop: PreStop | None = None
    requests: tuple[Quantity, ...] = ()
    limits: tuple[Quantity, ...] = ()
    security: SecurityFlags = SecurityFlags()
    mounts: tuple[VolumeMount, ...] = ()
    environment: tuple[EnvironmentName, ...] = ()
    environment_sources: tuple[EnvironmentSource, ...] = ()
