"""Which Secret of a cluster is needed by what, without any right to look at Secrets."""

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, TypeVar, cast

from heirbook.inventory.kubernetes.cluster_access import ServiceAccounts
from heirbook.inventory.kubernetes.cluster_certificate import ManagedCertificates
from heirbook.inventory.kubernetes.cluster_object import ClusterObject
from heirbook.inventory.kubernetes.cluster_route import Gateways, Ingresses, IngressRoutes
from heirbook.inventory.kubernetes.cluster_storage import Volumes, VolumeSnapshots
from heirbook.inventory.kubernetes.container_template import ContainerTemplate
from heirbook.inventory.kubernetes.delivery import Argo, Delivery, Flux, K3sHelm
from heirbook.inventory.kubernetes.operators import CloudNativePg, Longhorn, SecretSources, Velero
from heirbook.inventory.kubernetes.pod import Pods
from heirbook.inventory.kubernetes.pod_template import PodTemplate
from heirbook.inventory.kubernetes.workload import WORKLOADS, Workload
from heirbook.inventory.record import Facts, Record

Kind = Literal[
    "environment", "volume", "csi", "provider-class", "pull", "tls", "certificate", "issuer",
    "storage", "source", "delivery", "operator",
]  # fmt: skip
F = TypeVar("F", bound=Facts)


class SecretReference(Record):
    """One mention of a Secret by its name; a `provider-class` names what writes one."""

    namespace: str
    """Empty where only the program itself knows: a ClusterIssuer looks in its own namespace."""
    name: str
    key: str | None = None
    """None: all of its entries."""
    kind: Kind
    used_by: str
    """`namespace/kind/name`: `shop/deployment/web`."""
    optional: bool = False

    def written(self, cluster: str) -> str:
        """Return the reference as an escrow policy writes it: `k8s:prod/shop/db/password`."""
        key = f"/{self.key}" if self.key else ""
        return f"k8s:{cluster}/{self.namespace}/{self.name}{key}"


def secret_references(facts: Iterable[Facts | None]) -> tuple[SecretReference, ...]:
    """Return every mention of a Secret in the facts of one cluster, sorted, each once."""
    found = {_order(one): one for facts_ in facts if facts_ is not None for one in _of(facts_)}
    return tuple(found[order] for order in sorted(found))


def _order(one: SecretReference) -> tuple[str, str, str, str, str, bool]:
    return one.namespace, one.name, one.key or "", one.used_by, one.kind, one.optional


def _of(facts: Facts) -> Iterator[SecretReference]:
    for kind, read in _READERS:
        if isinstance(facts, kind):
            yield from read(facts)


def _workloads(facts: Facts) -> Iterator[SecretReference]:
    workloads: tuple[Workload, ...] = getattr(facts, "workloads", ())
    for one in workloads:
        yield from _template(one.template, one.namespace, one.identity())


Mention = tuple[Kind, str, tuple[str | None, ...], bool]
"""Kind, name, keys and whether the pod starts without it."""
_VOLUME_KINDS: dict[str, Kind] = {
    "secret": "volume",
    "csi-secret": "csi",
    "provider-class": "provider-class",
}


def _template(template: PodTemplate, namespace: str, used_by: str) -> Iterator[SecretReference]:
    for kind, name, keys, optional in _mentions(template):
        for key in keys or (None,):
            yield SecretReference(
                namespace=namespace,
                name=name,
                key=key,
                kind=kind,
                used_by=used_by,
                optional=optional,
            )


def _mentions(template: PodTemplate) -> Iterator[Mention]:
    for name in template.pull_secrets:
        yield "pull", name, (), False
    for container in template.containers:
        yield from _of_environment(container)
    for volume in template.volumes:
        for shown in volume.references:
            kind = _VOLUME_KINDS.get(shown.kind)
            if kind:
                yield kind, shown.name, shown.entries, shown.optional


def _of_environment(container: ContainerTemplate) -> Iterator[Mention]:
    for one in container.environment:
        if one.source == "secret" and one.ref:
            yield "environment", one.ref, (one.entry,), one.optional
    for source in container.environment_sources:
        if source.kind == "secret":
            yield "environment", source.name, (), source.optional


def _pods(facts: Pods) -> Iterator[SecretReference]:
    for pod in facts.pods:
        used_by = pod.workload or f"{pod.namespace}/pod/{pod.name}"
        yield from _names(pod.namespace, pod.pull_secrets, "pull", used_by)
        if pod.template:
            yield from _template(pod.template, pod.namespace, used_by)


def _accounts(facts: ServiceAccounts) -> Iterator[SecretReference]:
    for one in facts.accounts:
        yield from _names(one.namespace, one.pull_secrets, "pull", _place("serviceaccount", one))


def _routes(facts: Ingresses | IngressRoutes | Gateways) -> Iterator[SecretReference]:
    for route in facts.routes:
        names = (tls.stored_in for tls in route.tls)
        yield from _names(route.namespace, names, "tls", _place(route.kind.lower(), route))


def _gateways(facts: Gateways) -> Iterator[SecretReference]:
    for one in facts.gateways:
        names = (name for listener in one.listeners for name in listener.tls_secrets)
        yield from _names(one.namespace, names, "tls", _place("gateway", one))


def _certificates(facts: ManagedCertificates) -> Iterator[SecretReference]:
    for one in facts.certificates:
        used_by = _place("certificate", one)
        yield from _names(one.namespace, (one.stored_in,), "certificate", used_by)
    for issuer in facts.issuers:
        used_by = _place(issuer.kind.lower(), issuer)
        yield from _names(issuer.namespace, issuer.secrets, "issuer", used_by)


def _volumes(facts: Volumes) -> Iterator[SecretReference]:
    for one in facts.volumes:
        yield from _names("", one.secrets, "storage", _place("persistentvolume", one))


def _snapshots(facts: VolumeSnapshots) -> Iterator[SecretReference]:
    for one in facts.classes:
        yield from _names("", one.secrets, "storage", _place("volumesnapshotclass", one))


def _sources(facts: SecretSources) -> Iterator[SecretReference]:
    for one in facts.sources:
        namespace, used_by = one.target_namespace or one.namespace, _place(one.kind.lower(), one)
        yield from _names(namespace, (one.target,), "source", used_by)


def _flux(facts: Flux) -> Iterator[SecretReference]:
    for one in facts.sources:
        used_by = _place(one.kind.lower(), one)
        yield from _names(one.namespace, (one.logs_in_with,), "delivery", used_by)


def _deliveries(facts: Flux | Argo | K3sHelm) -> Iterator[SecretReference]:
    deliveries: tuple[Delivery, ...] = facts.deliveries
    for one in deliveries:
        secrets = (
            name.removeprefix("Secret/") for name in one.value_sources if name.startswith("Secret/")
        )
        yield from _names(one.namespace, secrets, "delivery", _place(one.kind.lower(), one))


def _databases(facts: CloudNativePg) -> Iterator[SecretReference]:
    for one in facts.clusters:
        yield from _names(one.namespace, one.secrets, "operator", _place("cluster", one))


def _targets(facts: Velero | Longhorn) -> Iterator[SecretReference]:
    for one in facts.targets:
        yield from _names(
            one.namespace, (one.logs_in_with,), "operator", _place("backuptarget", one)
        )


def _names(
    namespace: str, names: Iterable[str | None], kind: Kind, used_by: str
) -> Iterator[SecretReference]:
    """Yield a mention of each name; one that brings its namespace, `shop/db`, keeps it."""
    for name in names:
        own, slash, bare = (name or "").rpartition("/")
        if bare:
            where = own if slash else namespace
            yield SecretReference(namespace=where, name=bare, kind=kind, used_by=used_by)


def _place(kind: str, one: ClusterObject) -> str:
    return "/".join(filter(None, (one.namespace, kind, one.name)))


def _reader(
    kind: type[F], read: Callable[[F], Iterator[SecretReference]]
) -> tuple[type[Facts], Callable[[Facts], Iterator[SecretReference]]]:
    """Return the pair; only facts of that class are given to the reader."""
    return kind, cast("Callable[[Facts], Iterator[SecretReference]]", read)


_READERS = (
    *((kind, _workloads) for kind in WORKLOADS),
    _reader(Pods, _pods),
    _reader(ServiceAccounts, _accounts),
    _reader(Ingresses, _routes),
    _reader(IngressRoutes, _routes),
    _reader(Gateways, _routes),
    _reader(Gateways, _gateways),
    _reader(ManagedCertificates, _certificates),
    _reader(Volumes, _volumes),
    _reader(VolumeSnapshots, _snapshots),
    _reader(SecretSources, _sources),
    _reader(Flux, _flux),
    _reader(Flux, _deliveries),
    _reader(Argo, _deliveries),
    _reader(K3sHelm, _deliveries),
    _reader(CloudNativePg, _databases),
    _reader(Velero, _targets),
    _reader(Longhorn, _targets),
)
