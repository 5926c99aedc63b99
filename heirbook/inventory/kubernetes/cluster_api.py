"""What extends a cluster's API: kinds of its own, servers behind it, webhooks."""

from typing import ClassVar

from heirbook.inventory.kubernetes.cluster_object import ClusterObject
from heirbook.inventory.record import Facts, Record


class CustomKind(ClusterObject):
    """A kind that a CustomResourceDefinition adds."""

    group: str | None = None
    kind: str | None = None
    served_versions: tuple[str, ...] = ()
    stored_version: str | None = None


class CustomKinds(Facts):
    """Kinds that were added to a cluster."""

    section: ClassVar[str] = "crds"
    kinds: tuple[CustomKind, ...] = ()


class ApiService(ClusterObject):
    """A group and version of the API, and whether somebody answers for it."""

    group: str = ""
    version: str | None = None
    service: str | None = None
    """`namespace/name` of the service behind it; None for the API server itself."""
    available: bool | None = None
    reason: str | None = None


class ApiServices(Facts):
    """Groups of a cluster's API."""

    section: ClassVar[str] = "apiservices"
    services: tuple[ApiService, ...] = ()


class WebhookRule(Record):
    """What a webhook is asked about."""

    groups: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()


class Webhook(Record):
    """One webhook of a configuration."""

    name: str
    failure_policy: str | None = None
    """`Fail`: what it is asked about stands still while it does not answer."""
    service: str | None = None
    """`namespace/name`."""
    outside: str | None = None
    """Scheme, host and port of a webhook outside of the cluster."""
    rules: tuple[WebhookRule, ...] = ()
    timeout_s: int | None = None


class WebhookConfiguration(ClusterObject):
    """Webhooks that check or change objects on their way into the cluster."""

    mutating: bool
    webhooks: tuple[Webhook, ...] = ()

    def identity(self) -> str:
        """Return `mutating/name` or `validating/name`."""
        return f"{'mutating' if self.mutating else 'validating'}/{self.name}"


class Webhooks(Facts):
    """Webhooks of a cluster."""

    section: ClassVar[str] = "webhooks"
    configurations: tuple[WebhookConfiguration, ...] = ()
