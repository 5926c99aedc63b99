"""What `collectors/kubectl.yml` sets: how each cluster is read, and what was opted into."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from heirbook.inventory.declared_part import DeclaredPart, wrong
from heirbook.inventory.declared_types import (
    Duration,
    FilePath,
    Line,
    Name,
    Number,
    WorkspacePath,
    YesNo,
)

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_NAMESPACE = re.compile(_LABEL)
_CONFIG_MAP = re.compile(rf"{_LABEL}/[a-z0-9]([a-z0-9.-]{{0,251}}[a-z0-9])?")
MOST_PARALLEL = 16


def _namespace(text: str) -> str:
    if _NAMESPACE.fullmatch(text):
        return text
    raise wrong("expected a namespace: a to z, 0 to 9 and '-'")


def config_map_place(text: str) -> bool:
    """Return whether this is `namespace/name` of one ConfigMap."""
    return bool(_CONFIG_MAP.fullmatch(text))


def _config_map(text: str) -> str:
    if config_map_place(text):
        return text
    raise wrong("expected namespace/name of one ConfigMap")


def _parallel(number: int) -> int:
    if 1 <= number <= MOST_PARALLEL:
        return number
    raise wrong(f"expected a number from 1 to {MOST_PARALLEL}")


class ResourceSettings(DeclaredPart):
    """Which resources are read."""

    skip: tuple[Line, ...] = ()


class KubectlDefaults(DeclaredPart):
    """What holds for every cluster."""

    parallel: Annotated[Number, AfterValidator(_parallel)] = 4
    """Calls at once for a cluster."""
    timeout: Duration = timedelta(seconds=15)
    """For one request."""
    budget: Duration = timedelta(seconds=180)
    """For a whole cluster."""
    resources: ResourceSettings = ResourceSettings()


class KubectlCluster(DeclaredPart):
    """How one cluster of fleet.yml is read."""

    kubeconfig: FilePath | None = None
    context: Line | None = None
    via: Name | None = None
    """The server on which kubectl is run, over SSH."""
    command: Literal["k3s", "microk8s", "kubectl"] = "kubectl"
    namespaces: tuple[Annotated[Line, AfterValidator(_namespace)], ...] = ()
    """Only these, where listing all is not allowed."""
    allow_exec: YesNo = False
    """May run the program that the kubeconfig's user entry names."""
    recording: WorkspacePath | None = None
    """A folder of recorded answers that is replayed instead of asking."""

    @model_validator(mode="after")
    def _reachable(self) -> "KubectlCluster":
        if self.via is not None or self.recording is not None:
            return self
        if self.kubeconfig is None:
            raise wrong("missing: without via or recording a kubeconfig is needed", "kubeconfig")
        if self.context is None:
            raise wrong("missing: without via or recording a context is needed", "context")
        return self


class OptIn(DeclaredPart):
    """What is read of a cluster beyond the default."""

    configmaps: tuple[Annotated[Line, AfterValidator(_config_map)], ...] = ()
    """`namespace/name` of ConfigMaps whose key names are kept."""
    secret_names: YesNo = False
    """List the names of Secrets; the token can then read every secret value."""


class KubectlFile(DeclaredPart):
    """The whole of `collectors/kubectl.yml`."""

    defaults: KubectlDefaults = KubectlDefaults()
    clusters: Mapping[Name, KubectlCluster] = Field(default_factory=dict)
    opt_in: Mapping[Name, OptIn] = Field(default_factory=dict)


_OWN_CONTEXTS = {"k3s": "default", "microk8s": "microk8s"}
"""The one context in the kubeconfig that a distribution writes for itself on its server."""


def contexts(settings: KubectlFile) -> dict[str, str]:
    """Return the name of each cluster's context, where it is set or its distribution sets it."""
    found = {}
    for name, cluster in settings.clusters.items():
        own = _OWN_CONTEXTS.get(cluster.command, "") if cluster.via else ""
        context = cluster.context or own
        if context:
            found[name] = context
    return found
