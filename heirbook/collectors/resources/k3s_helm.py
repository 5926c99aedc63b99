"""What the Helm controller of k3s delivers."""

from collections.abc import Iterable

from heirbook.collectors.objects.conditions import condition
from heirbook.collectors.objects.foreign_object import Tree, kind_of, object_fields
from heirbook.collectors.objects.items import Parsed, by_kind
from heirbook.collectors.objects.plain_address import plain_address
from heirbook.collectors.objects.value_paths import value_paths, yaml_paths
from heirbook.collectors.resource import Item, Resource
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.delivery import ChartOrigin, Delivery, K3sHelm

GROUP = "helm.cattle.io"
RESOURCE = Resource(
    title=N_("Charts of k3s"),
    kinds=(f"helmcharts.{GROUP}", f"helmchartconfigs.{GROUP}"),
    role=((GROUP, "helmcharts"), (GROUP, "helmchartconfigs")),
    order=45,
    optional=True,
)


def parse(items: Iterable[Item]) -> K3sHelm:
    """Return charts and the changes to their values.

    Sample: `{"kind": "HelmChart", "spec": {"chart": "traefik", "valuesContent": "a: b"}}`

    Source: k3s 1.31, helm-controller, `helm.cattle.io/v1`.
    """
    found = Parsed(items, by_kind({"HelmChart": _chart, "HelmChartConfig": _chart}))
    return found.whole(K3sHelm(deliveries=found.of(Delivery)))


def _chart(item: Tree) -> Delivery | None:
    fields = object_fields(item)
    if fields is None:
        return None
    spec = item.at("spec")
    named = spec.text("chart")
    origin = ChartOrigin(
        source=plain_address(spec.text("repo")),
        chart=plain_address(named),
        version=spec.words("version"),
    )
    failed, reason = condition(item, "Failed")
    secrets = (spec.text(name, "name") for name in ("authSecret", "dockerRegistrySecret"))
    keys = {*value_paths(spec.at("set")), *yaml_paths(spec.text("valuesContent"))}
    return Delivery(
        **fields,
        kind=kind_of(item),
        origins=(origin,) if named else (),
        release_name=fields["name"],
        target_namespace=spec.text("targetNamespace"),
        ready=None if failed is None else not failed,
        state=reason,
        value_keys=tuple(sorted({*keys, *value_paths(spec.at("values"))})),
        value_sources=tuple(f"Secret/{name}" for name in secrets if name),
    )
