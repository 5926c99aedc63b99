"""Webhooks that check or change objects on their way into a cluster."""

import re
from collections.abc import Iterable

from heirbook.collectors.objects.foreign_object import Tree, kind_of, object_fields
from heirbook.collectors.objects.items import Parsed, by_kind
from heirbook.collectors.objects.selectors import full_name
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster_api import (
    Webhook,
    WebhookConfiguration,
    WebhookRule,
    Webhooks,
)

GROUP = "admissionregistration.k8s.io"
RESOURCE = Resource(
    title=N_("Admission webhooks"),
    kinds=(
        f"validatingwebhookconfigurations.{GROUP}",
        f"mutatingwebhookconfigurations.{GROUP}",
    ),
    role=(
        (GROUP, "validatingwebhookconfigurations"),
        (GROUP, "mutatingwebhookconfigurations"),
    ),
    namespaced=False,
)
MUTATING = "MutatingWebhookConfiguration"
_SITE = re.compile(r"https?://[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?(?=[/?#]|\Z)")


def parse(items: Iterable[Item]) -> Webhooks:
    """Return the configurations.

    Sample: `{"kind": "ValidatingWebhookConfiguration", "webhooks": [{"failurePolicy": "Fail"}]}`

    Source: Kubernetes API, `admissionregistration.k8s.io/v1`.
    """
    readers = {MUTATING: _configuration, "ValidatingWebhookConfiguration": _configuration}
    found = Parsed(items, by_kind(readers))
    return found.whole(Webhooks(configurations=found.of(WebhookConfiguration)))


def _configuration(item: Tree) -> WebhookConfiguration | None:
    fields = object_fields(item)
    if fields is None:
        return None
    webhooks = (_webhook(one) for one in item.each("webhooks"))
    return WebhookConfiguration(
        **fields,
        mutating=kind_of(item) == MUTATING,
        webhooks=tuple(webhook for webhook in webhooks if webhook),
    )


def _webhook(item: Tree) -> Webhook | None:
    name = item.text("name")
    if name is None:
        return None
    behind = item.at("clientConfig", "service")
    # a path may hold a token, so of an address only where it leads stays
    site = _SITE.match(item.text("clientConfig", "url") or "")
    return Webhook(
        name=name,
        failure_policy=item.text("failurePolicy"),
        service=full_name(behind.text("namespace"), behind.text("name")),
        outside=site[0] if site else None,
        rules=tuple(_rule(one) for one in item.each("rules")),
        timeout_s=item.number("timeoutSeconds"),
    )


def _rule(item: Tree) -> WebhookRule:
    return WebhookRule(
        groups=item.texts("apiGroups"),
        resources=item.texts("resources"),
        operations=item.texts("operations"),
    )
