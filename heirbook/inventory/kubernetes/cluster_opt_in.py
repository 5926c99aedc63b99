"""What an operator opted into: keys of named ConfigMaps, names of Secrets. Never their values."""

from typing import ClassVar

from heirbook.inventory.record import Facts, Observed, Record


class ConfigMapKey(Record):
    """One key of a ConfigMap."""

    name: str
    fp8: str
    """Fingerprint of its value."""
    value: str | None = None
    """Only where an expectation names this key, and nothing about it looks secret."""
    withheld: bool = False
    """An expectation names it, but its name, shape or size forbids to keep the value."""


class ConfigMapKeys(Observed):
    """A ConfigMap that the operator named."""

    namespace: str
    name: str
    keys: tuple[ConfigMapKey, ...] = ()

    def identity(self) -> str:
        """Return `namespace/name`."""
        return f"{self.namespace}/{self.name}"


class ConfigMaps(Facts):
    """ConfigMaps that the operator named."""

    section: ClassVar[str] = "configmaps"
    configmaps: tuple[ConfigMapKeys, ...] = ()


class SecretName(Observed):
    """A Secret as a table shows it."""

    namespace: str
    name: str
    type: str | None = None
    keys: int | None = None

    def identity(self) -> str:
        """Return `namespace/name`."""
        return f"{self.namespace}/{self.name}"


class HelmState(Observed):
    """A release as the labels of Helm's own Secrets tell it."""

    namespace: str
    name: str
    revision: int
    state: str
    """`deployed`, `failed`, `pending-install`, `pending-upgrade`."""

    def identity(self) -> str:
        """Return `namespace/name/revision`."""
        return f"{self.namespace}/{self.name}/{self.revision}"


class SecretNames(Facts):
    """Names of Secrets, and the state of Helm releases."""

    section: ClassVar[str] = "secret-names"
    secrets: tuple[SecretName, ...] = ()
    releases: tuple[HelmState, ...] = ()
