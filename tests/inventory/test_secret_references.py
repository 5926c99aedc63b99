"""Which Secret is needed by what: from every place of a cluster that names one."""

import pytest

from heirbook.inventory.kubernetes.cluster_access import ServiceAccount, ServiceAccounts
from heirbook.inventory.kubernetes.cluster_certificate import (
    CertificateIssuer,
    ManagedCertificate,
    ManagedCertificates,
)
from heirbook.inventory.kubernetes.cluster_route import (
    ClusterRoute,
    Gateway,
    GatewayListener,
    Gateways,
    Ingresses,
    IngressRoutes,
    RouteTls,
)
from heirbook.inventory.kubernetes.cluster_storage import (
    PersistentVolume,
    Volumes,
    VolumeSnapshotClass,
    VolumeSnapshots,
)
from heirbook.inventory.kubernetes.container_template import (
    ContainerTemplate,
    EnvironmentName,
    EnvironmentSource,
)
from heirbook.inventory.kubernetes.delivery import Argo, Delivery, DeliverySource, Flux, K3sHelm
from heirbook.inventory.kubernetes.operators import (
    BackupTarget,
    CloudNativePg,
    Longhorn,
    PostgresCluster,
    SecretSource,
    SecretSources,
    Velero,
)
from heirbook.inventory.kubernetes.pod import Pod, Pods
from heirbook.inventory.kubernetes.pod_template import PodTemplate, PodVolume, VolumeReference
from heirbook.inventory.kubernetes.workload import CronJobs, Deployments, Workload
from heirbook.inventory.record import Facts
from heirbook.inventory.secret_references import secret_references

WEB, CLOUD, GIT = "web-tls", "cloud", "key"
TEMPLATE = PodTemplate(
    pull_secrets=("ghcr",),
    containers=(
        ContainerTemplate(
            name="web",
            environment=(
                EnvironmentName(name="A", source="secret", ref="db", entry="password"),
                EnvironmentName(name="B", source="configmap", ref="env", entry="x"),
                EnvironmentName(name="C", source="literal"),
            ),
            environment_sources=(
                EnvironmentSource(kind="secret", name="all", optional=True),
                EnvironmentSource(kind="configmap", name="env"),
            ),
        ),
    ),
    volumes=(
        PodVolume(
            name="v",
            type="projected",
            references=(
                VolumeReference(kind="secret", name="tls", entries=("tls.crt", "tls.key")),
                VolumeReference(kind="configmap", name="ca"),
                VolumeReference(kind="csi-secret", name="vault-login"),
                VolumeReference(kind="provider-class", name="vault"),
            ),
        ),
    ),
)
OF_TEMPLATE = (
    "shop/all environment",
    "shop/db/password environment",
    "shop/ghcr pull",
    "shop/tls/tls.crt volume",
    "shop/tls/tls.key volume",
    "shop/vault provider-class",
    "shop/vault-login csi",
)
TLS = (RouteTls(stored_in=WEB), RouteTls(hosts=("a.example.org",)))
ROUTE = ClusterRoute(name="web", namespace="shop", kind="IngressRoute", tls=TLS)
LISTENER = GatewayListener(name="https", tls_secrets=("edge/wildcard", "own"))
DELIVERY = Delivery(
    name="mail",
    namespace="shop",
    kind="HelmRelease",
    value_sources=("Secret/values", "ConfigMap/x"),
)
TARGET = BackupTarget(name="s3", namespace="velero", logs_in_with=CLOUD)


@pytest.mark.parametrize(
    ("facts", "used_by", "expected"),
    [
        (
            Deployments(
                workloads=(
                    Workload(name="web", namespace="shop", kind="Deployment", template=TEMPLATE),
                )
            ),
            "shop/deployment/web",
            OF_TEMPLATE,
        ),
        (
            CronJobs(
                workloads=(
                    Workload(name="dump", namespace="shop", kind="CronJob", template=TEMPLATE),
                )
            ),
            "shop/cronjob/dump",
            OF_TEMPLATE,
        ),
        (
            Pods(pods=(Pod(name="bare", namespace="shop", template=TEMPLATE),)),
            "shop/pod/bare",
            OF_TEMPLATE,
        ),
        (
            Pods(
                pods=(
                    Pod(
                        name="x",
                        namespace="shop",
                        workload="shop/deployment/web",
                        pull_secrets=("ghcr",),
                    ),
                )
            ),
            "shop/deployment/web",
            ("shop/ghcr pull",),
        ),
        (
            ServiceAccounts(
                accounts=(ServiceAccount(name="b", namespace="shop", pull_secrets=("ghcr",)),)
            ),
            "shop/serviceaccount/b",
            ("shop/ghcr pull",),
        ),
        (Ingresses(routes=(ROUTE,)), "shop/ingressroute/web", ("shop/web-tls tls",)),
        (IngressRoutes(routes=(ROUTE,)), "shop/ingressroute/web", ("shop/web-tls tls",)),
        (
            Gateways(gateways=(Gateway(name="g", namespace="shop", listeners=(LISTENER,)),)),
            "shop/gateway/g",
            ("edge/wildcard tls", "shop/own tls"),
        ),
        (
            ManagedCertificates(
                certificates=(ManagedCertificate(name="c", namespace="shop", stored_in=WEB),)
            ),
            "shop/certificate/c",
            ("shop/web-tls certificate",),
        ),
        (
            ManagedCertificates(
                issuers=(CertificateIssuer(name="le", kind="ClusterIssuer", secrets=("account",)),)
            ),
            "clusterissuer/le",
            ("/account issuer",),
        ),
        (
            Volumes(volumes=(PersistentVolume(name="pv", secrets=("kube-system/csi",)),)),
            "persistentvolume/pv",
            ("kube-system/csi storage",),
        ),
        (
            VolumeSnapshots(classes=(VolumeSnapshotClass(name="s", secrets=("kube-system/csi",)),)),
            "volumesnapshotclass/s",
            ("kube-system/csi storage",),
        ),
        (
            SecretSources(
                sources=(
                    SecretSource(
                        name="e",
                        namespace="shop",
                        kind="ExternalSecret",
                        target="db",
                        target_namespace="data",
                    ),
                )
            ),
            "shop/externalsecret/e",
            ("data/db source",),
        ),
        (
            Flux(
                sources=(
                    DeliverySource(
                        name="g", namespace="flux", kind="GitRepository", logs_in_with=GIT
                    ),
                )
            ),
            "flux/gitrepository/g",
            ("flux/key delivery",),
        ),
        (Flux(deliveries=(DELIVERY,)), "shop/helmrelease/mail", ("shop/values delivery",)),
        (Argo(deliveries=(DELIVERY,)), "shop/helmrelease/mail", ("shop/values delivery",)),
        (K3sHelm(deliveries=(DELIVERY,)), "shop/helmrelease/mail", ("shop/values delivery",)),
        (
            CloudNativePg(
                clusters=(PostgresCluster(name="pg", namespace="data", secrets=("superuser",)),)
            ),
            "data/cluster/pg",
            ("data/superuser operator",),
        ),
        (Velero(targets=(TARGET,)), "velero/backuptarget/s3", ("velero/cloud operator",)),
        (Longhorn(targets=(TARGET,)), "velero/backuptarget/s3", ("velero/cloud operator",)),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Facts) else None,
)
def test_every_place_that_names_a_secret(
    facts: Facts, used_by: str, expected: tuple[str, ...]
) -> None:
    found = secret_references([facts, None])
    assert {one.used_by for one in found} == {used_by}
    written = tuple(f"{one.written('prod').removeprefix('k8s:prod/')} {one.kind}" for one in found)
    assert written == expected


def test_what_is_optional_is_told() -> None:
    workload = Workload(name="web", namespace="shop", kind="Deployment", template=TEMPLATE)
    found = secret_references([Deployments(workloads=(workload,))])
    assert [one.name for one in found if one.optional] == ["all"]


def test_a_reference_is_written_as_a_policy_names_it() -> None:
    workload = Workload(name="web", namespace="shop", kind="Deployment", template=TEMPLATE)
    found = secret_references([Deployments(workloads=(workload, workload))])
    assert "k8s:prod/shop/db/password" in {one.written("prod") for one in found}
    assert len(found) == len(OF_TEMPLATE)
