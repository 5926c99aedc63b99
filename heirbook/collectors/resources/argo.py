"""What Argo CD delivers."""

from collections.abc import Iterable

from heirbook.collectors.objects.conditions import reason_word
from heirbook.collectors.objects.foreign_object import Tree, kind_of, object_fields
from heirbook.collectors.objects.items import Parsed, by_kind
from heirbook.collectors.objects.plain_address import plain_address
from heirbook.collectors.objects.value_paths import value_paths, yaml_paths
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.delivery import Argo, ChartOrigin, Delivery

RESOURCE = Resource(
    title=N_("What Argo CD delivers"),
    kinds=("applications.argoproj.io",),
    role=(("argoproj.io", "applications"),),
    order=45,
    optional=True,
)
HERE = "https://kubernetes.default.svc"


def parse(items: Iterable[Item]) -> Argo:
    """Return the applications.

    Sample: `{"kind": "Application", "spec": {"source": {"repoURL": "https://git.example.org/x"}}}`

    Source: Argo CD 2.13, `argoproj.io/v1alpha1`.
    """
    found = Parsed(items, by_kind({"Application": _application}))
    return found.whole(Argo(deliveries=found.of(Delivery)))


def _application(item: Tree) -> Delivery | None:
    fields = object_fields(item)
    if fields is None:
        return None
    spec, status = item.at("spec"), item.at("status")
    sources = (*((spec.at("source"),) if spec.has("source") else ()), *spec.each("sources"))
    synced = reason_word(status.text("sync", "status"))
    health = reason_word(status.text("health", "status"))
    keys = {path for source in sources for path in _value_keys(source.at("helm"))}
    names = (source.text("helm", "releaseName") for source in sources if source.has("chart"))
    return Delivery(
        **fields,
        kind=kind_of(item),
        origins=tuple(_origin(source) for source in sources),
        release_name=next((name for name in names if name), None),
        target_namespace=spec.text("destination", "namespace"),
        target_cluster=_cluster(spec.at("destination")),
        revision=status.text("sync", "revision")
        or ", ".join(status.texts("sync", "revisions"))
        or None,
        automatic=spec.has("syncPolicy", "automated") if sources else None,
        ready=(synced, health) == ("Synced", "Healthy") if synced and health else None,
        state=", ".join(word for word in (synced, health) if word) or None,
        value_keys=tuple(sorted(keys)),
    )


def _origin(source: Tree) -> ChartOrigin:
    return ChartOrigin(
        source=plain_address(source.text("repoURL")),
        chart=source.text("chart"),
        version=source.text("targetRevision"),
        path=source.text("path"),
    )


def _value_keys(helm: Tree) -> tuple[str, ...]:
    named = (one.text("name") for one in helm.each("parameters"))
    paths = value_paths(helm.at("valuesObject")), yaml_paths(helm.text("values"))
    return (*(name for name in named if name), *paths[0], *paths[1])


def _cluster(destination: Tree) -> str | None:
    server = plain_address(destination.text("server"))
    name = destination.text("name")
    return None if server == HERE or name == "in-cluster" else name or server
