"""Accounts of programs in a cluster."""

from collections.abc import Iterable

from heirbook.collectors.objects.foreign_object import Tree, object_fields
from heirbook.collectors.objects.items import Parsed
from heirbook.collectors.objects.labelled_objects import name_list
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster_access import ServiceAccount, ServiceAccounts

RESOURCE = Resource(
    title=N_("Service accounts"),
    kinds=("serviceaccounts.v1.",),
    role=(("", "serviceaccounts"),),
)


def parse(items: Iterable[Item]) -> ServiceAccounts:
    """Return the accounts.

    Sample: `{"metadata": {"name": "default"}, "imagePullSecrets": [{"name": "registry"}]}`

    Source: Kubernetes API, `v1` `ServiceAccount`; recorded from server 1.36.2.
    """
    found = Parsed(items, _account)
    return found.whole(ServiceAccounts(accounts=found.records))


def _account(item: Tree) -> ServiceAccount | None:
    fields = object_fields(item)
    if fields is None:
        return None
    return ServiceAccount(
        **fields,
        pull_secrets=name_list(item, "imagePullSecrets"),
        automount=item.flag("automountServiceAccountToken"),
    )
