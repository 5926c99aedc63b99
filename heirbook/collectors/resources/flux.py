"""What Flux delivers, and where it takes it from."""

from collections.abc import Iterable

from heirbook.collectors.objects.conditions import condition
from heirbook.collectors.objects.foreign_object import ObjectFields, Tree, kind_of, object_fields
from heirbook.collectors.objects.items import Parsed, by_kind
from heirbook.collectors.objects.plain_address import plain_address
from heirbook.collectors.objects.value_paths import value_paths
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.delivery import ChartOrigin, Delivery, DeliverySource, Flux

ROLE = (
    ("helm.toolkit.fluxcd.io", "helmreleases"),
    ("kustomize.toolkit.fluxcd.io", "kustomizations"),
    ("source.toolkit.fluxcd.io", "gitrepositories"),
    ("source.toolkit.fluxcd.io", "helmrepositories"),
    ("source.toolkit.fluxcd.io", "ocirepositories"),
)
RESOURCE = Resource(
    title=N_("What Flux delivers"),
    kinds=tuple(f"{plural}.{group}" for group, plural in ROLE),
    role=ROLE,
    order=45,
    optional=True,
)
SOURCES = ("GitRepository", "HelmRepository", "OCIRepository")
REFERENCES = ("commit", "tag", "semver", "name", "branch", "digest")


def parse(items: Iterable[Item]) -> Flux:
    """Return releases, kustomizations and their sources.

    Sample: `{"kind": "GitRepository", "spec": {"url": "https://git.example.org/infra"}}`

    Source: Flux 2.4, `helm.toolkit.fluxcd.io/v2`, `source.toolkit.fluxcd.io/v1`.
    """
    readers = {"HelmRelease": _release, "Kustomization": _kustomization}
    found = Parsed(items, by_kind({**readers, **dict.fromkeys(SOURCES, _source)}))
    return found.whole(Flux(sources=found.of(DeliverySource), deliveries=found.of(Delivery)))


def _source(item: Tree) -> DeliverySource | None:
    fields = object_fields(item)
    if fields is None:
        return None
    spec = item.at("spec")
    ready, reason = condition(item)
    said = (f"{name} {spec.text('ref', name)}" for name in REFERENCES if spec.text("ref", name))
    return DeliverySource(
        **fields,
        kind=kind_of(item),
        url=plain_address(spec.text("url")),
        reference=next(said, None),
        revision=item.text("status", "artifact", "revision"),
        suspended=spec.flag("suspend") is True,
        ready=ready,
        reason=reason,
        logs_in_with=spec.text("secretRef", "name"),
    )


def _release(item: Tree) -> Delivery | None:
    fields = object_fields(item)
    if fields is None:
        return None
    spec, chart = item.at("spec"), item.at("spec", "chart", "spec")
    namespace = fields["namespace"]
    source = _reference(chart.at("sourceRef"), namespace) or _reference(
        spec.at("chartRef"), namespace
    )
    origin = ChartOrigin(source=source, chart=chart.text("chart"), version=chart.text("version"))
    newest = next(item.each("status", "history"), Tree())
    revision = newest.text("chartVersion") or item.text("status", "lastAppliedRevision")
    sources = ((one.text("kind"), one.text("name")) for one in spec.each("valuesFrom"))
    return _delivery(item, fields, origin, revision).model_copy(
        update={
            "release_name": spec.text("releaseName") or fields["name"],
            "value_keys": value_paths(spec.at("values")),
            "value_sources": tuple(f"{kind}/{name}" for kind, name in sources if kind and name),
        }
    )


def _kustomization(item: Tree) -> Delivery | None:
    fields = object_fields(item)
    if fields is None:
        return None
    spec = item.at("spec")
    source = _reference(spec.at("sourceRef"), fields["namespace"])
    origin = ChartOrigin(source=source, path=spec.text("path"))
    return _delivery(item, fields, origin, item.text("status", "lastAppliedRevision"))


def _delivery(
    item: Tree, fields: ObjectFields, origin: ChartOrigin, revision: str | None
) -> Delivery:
    ready, reason = condition(item)
    return Delivery(
        **fields,
        kind=kind_of(item),
        origins=(origin,),
        target_namespace=item.text("spec", "targetNamespace"),
        revision=revision,
        suspended=item.flag("spec", "suspend") is True,
        ready=ready,
        state=reason,
    )


def _reference(one: Tree, namespace: str) -> str | None:
    name, kind = one.text("name"), one.text("kind")
    return f"{kind}/{one.text('namespace') or namespace}/{name}" if kind and name else None
