"""Where Secrets come from: stores elsewhere, and sealed forms."""

from collections.abc import Iterable

from heirbook.collectors.objects.conditions import condition
from heirbook.collectors.objects.foreign_object import Tree, kind_of, object_fields
from heirbook.collectors.objects.items import Parsed, by_kind
from heirbook.collectors.objects.plain_address import plain_address
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.operators import SecretSource, SecretSources

ROLE = (
    ("external-secrets.io", "externalsecrets"),
    ("secrets.infisical.com", "infisicalsecrets"),
    ("bitnami.com", "sealedsecrets"),
)
RESOURCE = Resource(
    title=N_("Where Secrets come from"),
    kinds=tuple(f"{plural}.{group}" for group, plural in ROLE),
    role=ROLE,
    order=50,
    optional=True,
)


def parse(items: Iterable[Item]) -> SecretSources:
    """Return what writes Secrets: store, path and target by name, never a value.

    Sample: `{"kind": "ExternalSecret", "spec": {"secretStoreRef": {"name": "vault"}}}`

    Source: External Secrets 0.12, Infisical operator 0.8, Sealed Secrets 0.28.
    """
    readers = {"ExternalSecret": _external, "InfisicalSecret": _infisical, "SealedSecret": _sealed}
    found = Parsed(items, by_kind(readers))
    return found.whole(SecretSources(sources=found.of(SecretSource)))


def _external(item: Tree) -> SecretSource | None:
    fields = object_fields(item)
    if fields is None:
        return None
    spec, store = item.at("spec"), item.at("spec", "secretStoreRef")
    entries = tuple(spec.each("data"))
    paths = {_path(one.at("remoteRef")) for one in entries}
    paths |= {_path(one.at("extract")) for one in spec.each("dataFrom")}
    ready, reason = condition(item)
    name = store.text("name")
    return SecretSource(
        **fields,
        kind=kind_of(item),
        store=f"{store.text('kind') or 'SecretStore'}/{name}" if name else None,
        paths=tuple(sorted(path for path in paths if path)),
        target=spec.text("target", "name") or fields["name"],
        target_namespace=fields["namespace"],
        keys=tuple(sorted({key for one in entries if (key := one.text("secretKey"))})),
        ready=ready,
        reason=reason,
    )


def _path(remote: Tree) -> str | None:
    key, entry = remote.text("key"), remote.text("property")
    return f"{key}#{entry}" if key and entry else key


def _infisical(item: Tree) -> SecretSource | None:
    fields = object_fields(item)
    if fields is None:
        return None
    spec = item.at("spec")
    ways = spec.at("authentication")
    scopes = [ways.at(way, "secretsScope") for way in ways.names()]
    ready, reason = condition(item, "secrets.infisical.com/ReadyToSyncSecrets")
    many = next(spec.each("managedKubeSecretReferences"), Tree())
    target = spec.at("managedSecretReference") if spec.has("managedSecretReference") else many
    return SecretSource(
        **fields,
        kind=kind_of(item),
        store=plain_address(spec.text("hostAPI")),
        paths=tuple(sorted({path for scope in scopes if (path := _scope(scope))})),
        target=target.text("secretName"),
        target_namespace=target.text("secretNamespace") or fields["namespace"],
        ready=ready,
        reason=reason,
    )


def _scope(scope: Tree) -> str:
    parts = (scope.text("projectSlug"), scope.text("envSlug"), scope.text("secretsPath"))
    return " ".join(part for part in parts if part)


def _sealed(item: Tree) -> SecretSource | None:
    fields = object_fields(item)
    if fields is None:
        return None
    template = item.at("spec", "template", "metadata")
    ready, reason = condition(item, "Synced")
    return SecretSource(
        **fields,
        kind=kind_of(item),
        target=template.text("name") or fields["name"],
        target_namespace=template.text("namespace") or fields["namespace"],
        keys=item.names("spec", "encryptedData"),
        ready=ready,
        reason=reason,
    )
