"""As whom a cluster is read: what that credential may do beyond reading, and until when."""

from typing import ClassVar

from heirbook.inventory.record import Facts, Utc


class ClusterCredential(Facts):
    """The credential a cluster was read with. The token itself is never in a record."""

    section: ClassVar[str] = "credential"
    may_list_secrets: bool | None = None
    """It can read the value of every Secret. None: the server did not say."""
    may_do_all: bool | None = None
    """It is allowed everything. None: the server did not say."""
    secrets_opted_in: bool = False
    """The operator wrote down that names of Secrets are to be listed, which needs that right."""
    token_expires_at: Utc | None = None
    """When the token of the kubeconfig ends, where it is a JWT that says so."""
    version_skew: bool = False
    """kubectl says that its version is too far from the server's."""
    namespaces: tuple[str, ...] = ()
    """The only namespaces that were asked, where listing all is not allowed."""

    @property
    def overprivileged(self) -> bool | None:
        """Return whether it may do more than reading needs; None when nobody can tell."""
        if self.may_do_all or (self.may_list_secrets and not self.secrets_opted_in):
            return True
        return None if None in (self.may_do_all, self.may_list_secrets) else False
