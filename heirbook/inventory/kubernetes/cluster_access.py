"""Who may do what in a cluster: service accounts and bindings of roles."""

from typing import ClassVar

from heirbook.inventory.kubernetes.cluster_object import ClusterObject
from heirbook.inventory.record import Facts, Record


class ServiceAccount(ClusterObject):
    """An account of programs in a cluster."""

    pull_secrets: tuple[str, ...] = ()
    """Names of Secrets in its namespace."""
    automount: bool | None = None
    """Whether its pods get a credential for the API; None: they do."""


class ServiceAccounts(Facts):
    """Service accounts of a cluster."""

    section: ClassVar[str] = "serviceaccounts"
    accounts: tuple[ServiceAccount, ...] = ()


class Subject(Record):
    """Somebody a role is bound to."""

    kind: str
    """`User`, `Group`, `ServiceAccount`."""
    name: str
    namespace: str | None = None


class RoleBinding(ClusterObject):
    """A role and those who have it; without a namespace it holds in the whole cluster."""

    role_kind: str | None = None
    """`Role`, `ClusterRole`."""
    role: str | None = None
    subjects: tuple[Subject, ...] = ()

    def identity(self) -> str:
        """Return `cluster/name` or `namespace/…/name`, which no two bindings share."""
        return (
            f"namespace/{self.namespace}/{self.name}" if self.namespace else f"cluster/{self.name}"
        )


class RoleBindings(Facts):
    """Bindings of roles, of namespaces and of the cluster."""

    section: ClassVar[str] = "bindings"
    bindings: tuple[RoleBinding, ...] = ()
